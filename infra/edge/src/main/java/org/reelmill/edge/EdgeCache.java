package org.reelmill.edge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;
import org.reelmill.edge.CachedObject.Standing;
import org.reelmill.storage.Download;
import org.reelmill.storage.ObjectStore;
import org.springframework.util.unit.DataSize;

/// Objects by bare path, on disk. What is not there, or no longer fresh, or damaged, is fetched from the
/// object store once, however many wait for it. Thread-safe.
final class EdgeCache implements AutoCloseable {

    /// Objects that appear later are mostly growing playlists, and players ask for them again and again.
    private static final Duration ABSENT_FOR = Duration.ofSeconds(1);

    private static final int MOST_ABSENT = 10_000;

    private final ObjectStore origin;
    private final CacheDirectory directory;
    private final Map<String, CompletableFuture<Optional<CachedObject>>> flights = new ConcurrentHashMap<>();
    private final Map<String, Long> absentUntil = new ConcurrentHashMap<>();
    private final LongAdder fetches = new LongAdder();

    EdgeCache(Path directory, DataSize size, ObjectStore origin) {
        this.origin = origin;
        this.directory = new CacheDirectory(directory, size);
    }

    /// An object in a coding; empty if there is none in the store. Waits for the fetch where one is needed.
    Optional<CachedObject> find(String key, Coding coding) throws IOException {
        var slot = coding.slot(key);
        var cached = directory.find(slot).filter(CachedObject::isUsable);
        return cached.isPresent() || isKnownAbsent(slot) ? cached : inOneFlight(key, coding);
    }

    /// Bytes on disk that it holds.
    long bytes() {
        return directory.bytes();
    }

    /// How often the object store was asked for an object.
    long fetches() {
        return fetches.sum();
    }

    private Optional<CachedObject> inOneFlight(String key, Coding coding) throws IOException {
        var slot = coding.slot(key);
        var mine = new CompletableFuture<Optional<CachedObject>>();
        var theirs = flights.putIfAbsent(slot, mine);
        if (theirs != null) {
            return await(theirs);
        }
        try {
            var object = fill(key, coding);
            mine.complete(object);
            return object;
        } catch (IOException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(slot, mine);
        }
    }

    private static Optional<CachedObject> await(CompletableFuture<Optional<CachedObject>> flight) throws IOException {
        try {
            return flight.join();
        } catch (CompletionException e) {
            throw new IOException("The fetch that was waited for failed", e.getCause());
        }
    }

    private Optional<CachedObject> fill(String key, Coding coding) throws IOException {
        var slot = coding.slot(key);
        var known = directory.find(slot);
        if (known.isPresent() && known.get().isUsable()) {
            return known; // Another flight landed between our look and our start.
        }
        if (known.isPresent()
                && known.get().standing() == Standing.FOUND
                && isGood(known.get().file())) {
            return Optional.of(directory.put(new CachedObject(known.get().file(), Standing.CHECKED, null)));
        }
        var filled = coding == Coding.IDENTITY ? fetch(key) : compress(key);
        if (filled.isEmpty()) {
            directory.remove(slot);
            rememberAbsent(slot);
        }
        return filled;
    }

    private static boolean isGood(CacheFile file) throws IOException {
        return file.isUntouched() && file.isIntact();
    }

    private Optional<CachedObject> fetch(String key) throws IOException {
        fetches.increment();
        var since = System.nanoTime();
        var download = origin.download(key);
        if (download.isEmpty()) {
            return Optional.empty();
        }
        try (var object = download.get()) {
            var file = CacheFile.write(directory.next(), head(object), object.body());
            return Optional.of(directory.put(CachedObject.fetched(file, since)));
        }
    }

    private static ObjectHead head(Download download) {
        var object = download.object();
        return new ObjectHead(
                Coding.IDENTITY.slot(object.key()),
                object.bytes(),
                object.etag(),
                download.contentType(),
                null,
                download.cacheControl(),
                object.lastModified());
    }

    private Optional<CachedObject> compress(String key) throws IOException {
        var plain = find(key, Coding.IDENTITY);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        var from = plain.get().head();
        var packed = gzip(plain.get().file());
        var head = new ObjectHead(
                Coding.GZIP.slot(key),
                packed.length,
                Coding.GZIP.etag(from.etag()),
                from.contentType(),
                "gzip",
                from.cacheControl(),
                from.lastModified());
        var file = CacheFile.write(directory.next(), head, new ByteArrayInputStream(packed));
        // No fresher than what it was made of.
        return Optional.of(directory.put(
                new CachedObject(file, Standing.CHECKED, plain.get().freshUntil())));
    }

    private static byte[] gzip(CacheFile file) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(file.bytes(new ByteRange(0, file.head().bytes() - 1)).array());
        }
        return packed.toByteArray();
    }

    private boolean isKnownAbsent(String slot) {
        var until = absentUntil.get(slot);
        if (until == null) {
            return false;
        }
        if (System.nanoTime() - until < 0) {
            return true;
        }
        absentUntil.remove(slot, until);
        return false;
    }

    private void rememberAbsent(String slot) {
        if (absentUntil.size() >= MOST_ABSENT) {
            absentUntil.clear();
        }
        absentUntil.put(slot, System.nanoTime() + ABSENT_FOR.toNanos());
    }

    @Override
    public void close() {
        directory.close();
    }
}
