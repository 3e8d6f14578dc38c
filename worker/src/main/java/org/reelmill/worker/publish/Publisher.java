package org.reelmill.worker.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Task;
import org.reelmill.worker.plan.IngestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes a film whose tasks are done: through the gate, then the final playlists, then the manifest.
/// Repeatable: it writes the same again.
public final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private final ObjectStore store;
    private final Gate gate;
    private final Publications publications;

    public Publisher(ObjectStore store, Gate gate, Publications publications) {
        this.store = store;
        this.gate = gate;
        this.publications = publications;
    }

    /// @param tasks of the ingest, all but FINISH done
    /// @param step called now and then, so that the lease can be renewed; may throw to stop
    /// @throws GateRefused if the publication is not fit; nothing is published then
    public Publication publish(Ingest ingest, IngestPlan plan, List<Task> tasks, Runnable step) {
        var parts = PublishedParts.of(tasks);
        Map<String, String> playlists = new FinalPlaylists(plan, parts).texts();
        gate.check(ingest, new Gate.Film(plan, tasks, parts), playlists, step);
        var entries = new ArrayList<PublicationManifest.Entry>();
        for (PublishedObject object : parts.objects()) {
            entries.add(entry(ingest, object));
        }
        var chapters = ChapterList.of(plan);
        chapters.ifPresent(text -> {
            String key = ingest.prefix() + ObjectNames.CHAPTERS;
            store.put(key, text, ContentType.WEBVTT);
            entries.add(new PublicationManifest.Entry(key, text.length, Uploads.sha256(text)));
        });
        playlists.forEach((name, text) -> {
            step.run();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            store.put(ingest.prefix() + name, bytes, ContentType.PLAYLIST);
            entries.add(kept(ingest, ingest.prefix() + name, bytes));
        });
        entries.addAll(growing(ingest));
        publications.save(PublicationManifest.of(ingest, entries));
        log.info("Published ingest {}: {} objects.", ingest.id(), entries.size());
        return new Publication(
                ingest.id(),
                ingest.prefix(),
                ObjectNames.MASTER,
                parts.poster() == null ? null : parts.poster().name(),
                parts.storyboard().isEmpty() ? null : ObjectNames.STORYBOARD,
                chapters.isEmpty() ? null : ObjectNames.CHAPTERS,
                plan.grid().duration(),
                Instant.now());
    }

    /// The playlists that grew and have ended: who watches by them goes on.
    private List<PublicationManifest.Entry> growing(Ingest ingest) {
        return store.list(ingest.prefix() + ObjectNames.NOW).stream()
                .flatMap(object ->
                        store.get(object.key()).stream().map(content -> kept(ingest, object.key(), content.bytes())))
                .toList();
    }

    /// A playlist is made of the tasks' results, which are about to go; so its text stays on record.
    private PublicationManifest.Entry kept(Ingest ingest, String key, byte[] bytes) {
        publications.keep(ingest.id(), key, bytes);
        return new PublicationManifest.Entry(key, bytes.length, Uploads.sha256(bytes));
    }

    private static PublicationManifest.Entry entry(Ingest ingest, PublishedObject object) {
        return new PublicationManifest.Entry(ingest.prefix() + object.name(), object.bytes(), object.sha256());
    }
}
