package org.reelmill.worker.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/// The worker's local files of source parts, bounded: the least recently used go first. Thread-safe.
public final class PartCache {

    private final Path directory;
    private final long limit;
    private final LinkedHashMap<Path, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /// @param directory as an earlier process may have left it
    public PartCache(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    adopt(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The cache of source parts in " + directory + " cannot be used.", e);
        }
    }

    /// Where a complete part lies or will lie.
    Path path(String source, long number) {
        return directory.resolve(source).resolve("part-%06d".formatted(number));
    }

    /// A new file for a part that comes in, in the directory of its source.
    Path incoming(String source, long number) {
        try {
            Path folder = Files.createDirectories(directory.resolve(source));
            return Files.createTempFile(folder, "part-%06d-".formatted(number), ".incoming");
        } catch (IOException e) {
            throw new UncheckedIOException("A source part cannot be cached in " + directory + ".", e);
        }
    }

    /// Counts a complete part and makes room for it.
    ///
    /// @param onEvict told after the file was deleted
    synchronized void add(Path file, long size, Runnable onEvict) {
        var before = entries.put(file, new Entry(size, onEvict));
        bytes += size - (before == null ? 0 : before.size);
        var oldest = entries.entrySet().iterator();
        while (bytes > limit && oldest.hasNext()) {
            var entry = oldest.next();
            if (!entry.getKey().equals(file)) {
                oldest.remove();
                delete(entry.getKey(), entry.getValue());
            }
        }
    }

    /// Says that a part was used just now.
    synchronized void touch(Path file) {
        entries.get(file);
    }

    /// Deletes all parts of a source.
    public synchronized void drop(String source) {
        Path folder = directory.resolve(source);
        entries.entrySet().removeIf(entry -> {
            boolean goes = entry.getKey().startsWith(folder);
            if (goes) {
                delete(entry.getKey(), entry.getValue());
            }
            return goes;
        });
        try {
            Files.deleteIfExists(folder);
        } catch (IOException stillInUse) {
            return;
        }
    }

    private void adopt(Path file) throws IOException {
        if (file.toString().endsWith(".incoming")) {
            Files.delete(file);
        } else {
            add(file, Files.size(file), () -> {});
        }
    }

    private void delete(Path file, Entry entry) {
        bytes -= entry.size;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("A cached source part cannot be deleted: " + file, e);
        }
        entry.onEvict.run();
    }

    private record Entry(long size, Runnable onEvict) {}
}
