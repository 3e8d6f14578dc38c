package org.reelmill.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// The cache's files and which of them are used least recently. Holds at most a number of bytes on disk, save
/// what was put last.
/// Thread-safe.
final class CacheDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CacheDirectory.class);
    private static final int FOLDERS = 64;

    /// A file that goes may just have been promised to a viewer; it is opened within milliseconds.
    private static final long DELETE_AFTER_SECONDS = 10;

    private final Path root;
    private final FileChannel lock;
    private final long most;
    private final LinkedHashMap<String, CachedObject> objects = new LinkedHashMap<>(1024, 0.75f, true);
    private final AtomicInteger folder = new AtomicInteger();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("edge-cache").daemon().factory());
    private final Set<Path> leaving = ConcurrentHashMap.newKeySet();
    private long bytes;

    /// Takes over what an earlier run left; leaves out what was to change, or is not whole.
    CacheDirectory(Path root, DataSize size) {
        this.root = root;
        this.most = size.toBytes();
        try {
            Files.createDirectories(root);
            lock = hold(root.resolve("lock"));
            for (var number = 0; number < FOLDERS; number++) {
                Files.createDirectories(folder(number));
            }
            takeOver();
        } catch (IOException e) {
            throw new UncheckedIOException("The edge's cache directory " + root + " cannot be used.", e);
        }
    }

    /// The folder for the next file.
    Path next() {
        return folder(Math.floorMod(folder.getAndIncrement(), FOLDERS));
    }

    synchronized Optional<CachedObject> find(String slot) {
        return Optional.ofNullable(objects.get(slot));
    }

    /// Puts an object in the place of what was under its slot, and makes room.
    synchronized CachedObject put(CachedObject object) {
        var before = objects.put(object.head().slot(), object);
        bytes += object.file().bytesOnDisk();
        if (before != null) {
            bytes -= before.file().bytesOnDisk();
            if (!before.file().path().equals(object.file().path())) {
                deleteLater(before);
            }
        }
        while (bytes > most && objects.size() > 1) {
            remove(objects.firstEntry().getKey());
        }
        return object;
    }

    synchronized void remove(String slot) {
        var removed = objects.remove(slot);
        if (removed != null) {
            bytes -= removed.file().bytesOnDisk();
            deleteLater(removed);
        }
    }

    /// An edge deletes what it does not know, so two must not share a directory. The system frees it if we
    /// die.
    private static FileChannel hold(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ourselves) {
            // By another edge in this very process: told like any other.
        }
        channel.close();
        throw new IllegalStateException("The edge's cache directory " + file.getParent()
                + " is in use by another edge. Stop that, or set reelmill.edge.cache to another directory.");
    }

    private void takeOver() throws IOException {
        List<Path> files;
        try (var walk = Files.walk(root, 2)) {
            files = walk.filter(path -> hasSuffix(path, CacheFile.SUFFIX, CacheFile.PART_SUFFIX))
                    .toList();
        }
        var found = files.stream()
                .flatMap(path -> whole(path).stream())
                .sorted(Comparator.comparingLong(CacheFile::modified))
                .toList();
        found.forEach(file -> put(CachedObject.found(file)));
        if (!found.isEmpty()) {
            log.info("Took over {} objects of {} MiB from the cache {}", objects.size(), bytes >> 20, root);
        }
    }

    private static Optional<CacheFile> whole(Path path) {
        try {
            var file = hasSuffix(path, CacheFile.SUFFIX) ? CacheFile.read(path) : Optional.<CacheFile>empty();
            var kept = file.filter(whole -> whole.head().freshFor().isEmpty());
            if (kept.isEmpty()) {
                Files.delete(path);
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("The cache file " + path + " cannot be read or deleted.", e);
        }
    }

    private static boolean hasSuffix(Path path, String... suffixes) {
        return Stream.of(suffixes).anyMatch(path.getFileName().toString()::endsWith);
    }

    private Path folder(int number) {
        return root.resolve("%02x".formatted(number));
    }

    private void deleteLater(CachedObject object) {
        var path = object.file().path();
        leaving.add(path);
        later.schedule(() -> delete(path), DELETE_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    private void delete(Path path) {
        leaving.remove(path);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The cache file {} could not be deleted: {}", path, e.toString());
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        List.copyOf(leaving).forEach(this::delete); // Nobody is served any more.
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the cache directory " + root + " was not released.", e);
        }
    }

    /// For tests of the bound.
    synchronized long bytes() {
        return bytes;
    }
}
