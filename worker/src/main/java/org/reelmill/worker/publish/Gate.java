package org.reelmill.worker.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.worker.plan.IngestPlan;

/// The last check before a film is READY: everything planned is there, whole and unchanged; all renditions
/// are of one length, without gaps; the playlists declare what was measured; the source is the one that was
/// meant. Changes nothing; repeatable.
public final class Gate {

    /// Field of a FILL task's result: checksum of the fetched source in hex.
    static final String SOURCE_SHA256 = "sha256";

    private final ObjectStore store;
    private final Sources sources;

    public Gate(ObjectStore store, Sources sources) {
        this.store = store;
        this.sources = sources;
    }

    /// @param playlists that are to be published, by name
    /// @param step called now and then, so that a lease can be renewed
    /// @throws GateRefused with all findings, if there are any
    void check(Ingest ingest, Film film, Map<String, String> playlists, Runnable step) {
        var findings = new ArrayList<Finding>();
        source(ingest, film.tasks()).ifPresent(findings::add);
        findings.addAll(SegmentChecks.findings(film.plan(), film.parts()));
        var objects = new ObjectChecks(store, ingest.prefix());
        findings.addAll(objects.findings(film.parts(), step));
        findings.addAll(objects.inits(film.plan(), film.parts()));
        findings.addAll(PlaylistChecks.findings(playlists, objects.sizes()));
        if (!findings.isEmpty()) {
            throw new GateRefused(ingest.id(), findings);
        }
    }

    private Optional<Finding> source(Ingest ingest, List<Task> tasks) {
        String meant = sources.find(ingest.source()).map(Source::sha256).orElse(null);
        var fetched = tasks.stream()
                .filter(task -> task.kind() == TaskKind.FILL)
                .flatMap(task -> Stream.ofNullable(task.result().get(SOURCE_SHA256)))
                .map(Object::toString)
                .findFirst();
        if (fetched.isEmpty()) {
            return Optional.of(Finding.of("is of a source whose checksum nobody has computed"));
        }
        return isSame(meant, fetched.get())
                ? Optional.empty()
                : Optional.of(Finding.of("is of a source with the checksum " + fetched.get() + ", meant was " + meant));
    }

    private static boolean isSame(@Nullable String meant, String fetched) {
        return meant == null || meant.toLowerCase(Locale.ROOT).equals(fetched.toLowerCase(Locale.ROOT));
    }

    /// What was planned, done and put into the store.
    record Film(IngestPlan plan, List<Task> tasks, PublishedParts parts) {}
}
