package org.reelmill.worker.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ids;

/// A worker's directory, held by one process. It gives the worker a name that no other has and that it keeps
/// over restarts, so that a new process can give back what a killed one held.
public final class WorkerDirectory implements AutoCloseable {

    private static final int SHORT = 8;

    private final Path directory;
    private final FileChannel channel;
    private final String name;
    private final String incarnation = Ids.next().substring(0, SHORT);

    private WorkerDirectory(Path directory, FileChannel channel, String name) {
        this.directory = directory;
        this.channel = channel;
        this.name = name;
    }

    /// Takes the directory, which is made if it is not there, and empties its scratch.
    ///
    /// @throws IllegalStateException if another process holds it
    public static WorkerDirectory hold(WorkerProperties properties) {
        Path directory = properties.directory().toAbsolutePath();
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException("Another worker holds the directory " + directory
                        + "; give this one its own with reelmill.worker.directory.");
            }
            deleteTree(directory.resolve("scratch"));
            return new WorkerDirectory(directory, channel, properties.name() + "-" + mark(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("The worker's directory " + directory + " cannot be used.", e);
        }
    }

    /// The worker's name; no two workers have the same.
    public String name() {
        return name;
    }

    /// Name and process: what leases are held by.
    public String owner() {
        return name + "/" + incarnation;
    }

    /// Where source parts are cached; survives a restart.
    public Path cache() {
        return directory.resolve("cache");
    }

    /// Where the measured speed of encoding is kept.
    public Path speed() {
        return directory.resolve("encode-speed");
    }

    /// Room that is left on its disk, in bytes.
    public long room() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The disk of " + directory + " cannot be looked at.", e);
        }
    }

    /// Where it is.
    public Path path() {
        return directory;
    }

    /// A new empty directory for the files of one attempt at a task; the caller deletes it with
    /// [#deleteTree].
    public Path scratch(String task) {
        try {
            Path scratch = Files.createDirectories(directory.resolve("scratch"));
            return Files.createTempDirectory(scratch, task + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("No scratch directory can be made in " + directory + ".", e);
        }
    }

    /// Deletes a directory with all that is in it; does nothing if it is not there.
    public static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The directory " + root + " cannot be deleted.", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of " + directory + " cannot be given up.", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static String mark(Path directory) throws IOException {
        Path file = directory.resolve("worker.id");
        if (!Files.exists(file)) {
            Files.writeString(file, Ids.next().substring(0, SHORT));
        }
        return Files.readString(file).strip();
    }
}
