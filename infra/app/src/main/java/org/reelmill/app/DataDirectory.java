package org.reelmill.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.Complaint;

/// The one directory that everything embedded lives on. It is locked while Reelmill runs on it, and says
/// where that Reelmill can be reached.
public final class DataDirectory implements AutoCloseable {

    private static final long NEEDED_BYTES = 512L << 20;

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the directory where it is not there, and locks it.
    ///
    /// @throws Complaint if another Reelmill runs on it, it cannot be written, or the disk is almost full
    public static DataDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(
                    path.resolve("reelmill.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Complaint("Another Reelmill already runs on " + path
                        + ". Stop it first, or give this one a directory of its own with --data DIR.");
            }
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < NEEDED_BYTES) {
                lock.release();
                channel.close();
                throw new Complaint(
                        "The disk that holds " + path + " has only " + (free >> 20)
                                + " MiB left, and Reelmill needs at least 512. Free some space, or choose another disk with --data DIR.");
            }
            return new DataDirectory(path, channel, lock);
        } catch (FileSystemException e) {
            throw new Complaint(
                    "The data directory " + path + " cannot be used: "
                            + reason(e)
                            + ". Choose one that you can write to with --data DIR.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(FileSystemException fault) {
        return switch (fault) {
            case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + " is a file, not a directory";
            case AccessDeniedException denied -> "this user may not write to " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " is not there and cannot be made";
            default -> fault.getReason() == null ? "the system refuses " + fault.getFile() : fault.getReason();
        };
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /// Lets the log of this process be written here. Counts only before the first class that logs is used.
    public void takeLog() {
        System.setProperty(
                "reelmill.log", path.resolve("logs").resolve("reelmill.log").toString());
        System.setProperty("logback.configurationFile", "logback-up.xml");
        System.setProperty("logging.config", "classpath:logback-up.xml");
    }

    /// Writes down where this Reelmill can be reached, for the command line.
    public void announce(String server, String objects) {
        var properties = new Properties();
        properties.setProperty("server", server);
        properties.setProperty("objects", objects);
        properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        try (var out = Files.newOutputStream(path.resolve("running.properties"))) {
            properties.store(out, "Where the Reelmill on this directory is reached; gone when it has stopped.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the Reelmill that runs on a directory is reached, as it announced it.
    public static Optional<String> serverOf(Path path) {
        Path file = path.resolve("running.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            var properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve("running.properties"));
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisVeryProcess) {
            return null;
        }
    }
}
