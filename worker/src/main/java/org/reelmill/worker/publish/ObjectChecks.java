package org.reelmill.worker.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;
import org.reelmill.worker.fmp4.BrokenMp4;
import org.reelmill.worker.fmp4.InitFile;
import org.reelmill.worker.plan.IngestPlan;

/// Holds the object store against what the tasks say they put there: sizes by one listing, then the bytes.
/// Reading them back costs about 0.3 % of the CPU that encoding took; what is wrong here would stay wrong in
/// every cache for ever.
final class ObjectChecks {

    private static final int READERS = 4;
    private static final Pattern MEDIA = Pattern.compile("([^/]+)/s(\\d+)\\..*");
    private static final int BUFFER = 256 * 1024;

    private final ObjectStore store;
    private final String prefix;
    private final Map<String, Long> sizes;

    ObjectChecks(ObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
        this.sizes = store.list(prefix).stream()
                .collect(Collectors.toUnmodifiableMap(
                        object -> object.key().substring(prefix.length()), StoredObject::bytes));
    }

    /// Where an object belongs, as a finding names it.
    private static Finding about(String name, String what) {
        Matcher media = MEDIA.matcher(name);
        return media.matches()
                ? new Finding(media.group(1), Integer.valueOf(media.group(2)), what)
                : name.contains("/") ? Finding.of(name.substring(0, name.indexOf('/')), what) : Finding.of(what);
    }

    /// Of all objects there, by name.
    Map<String, Long> sizes() {
        return sizes;
    }

    /// @param step called after every object, on this thread
    List<Finding> findings(PublishedParts parts, Runnable step) {
        List<PublishedObject> objects = parts.objects();
        var contents = SegmentContents.of(parts, store, prefix);
        var findings = new ArrayList<Finding>();
        try (var pool = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            var checks = objects.stream()
                    .map(object -> pool.submit((Callable<Optional<Finding>>) () -> finding(object, contents)))
                    .toList();
            for (Future<Optional<Finding>> check : checks) {
                try {
                    check.get().ifPresent(findings::add);
                    step.run();
                } catch (ExecutionException | RuntimeException e) {
                    pool.shutdownNow();
                    throw e instanceof RuntimeException ours ? ours : new IllegalStateException(e.getCause());
                } catch (InterruptedException e) {
                    pool.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Interrupted while checking objects under " + prefix, e);
                }
            }
        }
        return findings;
    }

    /// That the init segments are what their renditions need.
    List<Finding> inits(IngestPlan plan, PublishedParts parts) {
        var findings = new ArrayList<Finding>();
        parts.inits().stream()
                .distinct()
                .forEach(init -> store.get(prefix + init.name()).ifPresent(content -> {
                    try {
                        var read = InitFile.read(content.bytes());
                        if (!fits(read, init, plan, parts)) {
                            findings.add(Finding.of(init.rendition(), "has the init segment of another: " + read));
                        }
                    } catch (BrokenMp4 | IndexOutOfBoundsException broken) {
                        findings.add(Finding.of(init.rendition(), "has a broken init segment: " + broken.getMessage()));
                    }
                }));
        return findings;
    }

    private static boolean fits(InitFile read, PublishedInit init, IngestPlan plan, PublishedParts parts) {
        boolean size = plan.rungs().stream()
                .filter(rung -> rung.name().equals(init.rendition()))
                .allMatch(rung -> rung.width() == read.width() && rung.height() == read.height());
        boolean clock = parts.segmentsOf(init.rendition()).stream()
                .allMatch(segment -> segment.timescale() == read.timescale());
        return size && clock && read.codec().equals(init.codec());
    }

    private Optional<Finding> finding(PublishedObject object, SegmentContents contents) throws IOException {
        Long size = sizes.get(object.name());
        if (size == null) {
            return Optional.of(about(object.name(), "lacks " + object.name()));
        }
        if (size != object.bytes()) {
            return Optional.of(about(
                    object.name(), "has " + object.name() + " of " + size + " bytes instead of " + object.bytes()));
        }
        if (contents.areMedia(object.name())) {
            byte[] bytes = store.get(prefix + object.name())
                    .map(ObjectStore.Content::bytes)
                    .orElse(new byte[0]);
            if (Uploads.sha256(bytes).equals(object.sha256())) {
                return contents.finding(object.name(), bytes);
            }
        }
        return sha256(object).equals(object.sha256())
                ? Optional.empty()
                : Optional.of(about(object.name(), "has other bytes in " + object.name() + " than were uploaded"));
    }

    private String sha256(PublishedObject object) throws IOException {
        var digest = Uploads.digest();
        var buffer = new byte[BUFFER];
        try (var in = store.open(prefix + object.name())
                .orElseThrow(() -> new UncheckedIOException(new IOException(object.name() + " vanished.")))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
