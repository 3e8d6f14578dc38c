package org.reelmill.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A data directory held by this process alone. The operating system lets go of it when the process dies,
/// however it dies.
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// @throws EmbeddedServiceException if another process (or this one, already) holds it, or it cannot be
    ///     written
    static DataDirectory hold(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(
                    path.resolve("embedded.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new DataDirectory(path, channel);
            }
            channel.close();
            throw EmbeddedServiceException.directoryInUse(path, new IOException("embedded.lock is held"));
        } catch (IOException e) {
            throw EmbeddedServiceException.notStarted("embedded services", path, e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedServiceException("The data directory " + path + " could not be released", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
