package org.reelmill.worker.source;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.RejectedSource;

/// A folder of the configuration that films lie in. It is entered name by name, each relative to the open
/// directory before, and no symbolic link is followed: whatever is swapped for a link meanwhile, nothing
/// outside of the folder is read.
final class FilmFolder {

    /// Of `(dev=801,ino=1234)`. The device is another on each machine that mounts the folder.
    private static final Pattern INODE = Pattern.compile("ino=(\\d+)");

    private final Path folder;

    FilmFolder(Path folder) {
        this.folder = folder;
    }

    /// Whether this worker has it.
    boolean isThere() {
        return Files.isDirectory(folder);
    }

    /// Whether nothing is in it, as in a directory that something should be mounted on.
    boolean isEmpty() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// How a file is at present; empty if there is none.
    ///
    /// @throws RejectedSource if it is none that is taken
    Optional<State> state(String path) throws IOException {
        return within(path, (directory, name) -> state(view(directory, name)));
    }

    /// Opens a file, for the caller to close; empty if there is none.
    ///
    /// @throws RejectedSource if it is none that is taken
    Optional<SeekableByteChannel> open(String path) throws IOException {
        return within(path, (directory, name) -> {
            state(view(directory, name)); // A pipe or a device would hang or do worse when it is opened.
            return directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        });
    }

    private <T> Optional<T> within(String path, Step<T> step) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            return Optional.of(within(secure(stream), Path.of(path), step));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (FileSystemException unreadable) {
            throw new IOException(unreadable.getClass().getSimpleName()); // Without the name of the file.
        }
    }

    private static <T> T within(SecureDirectoryStream<Path> directory, Path path, Step<T> step) throws IOException {
        Path first = path.getName(0);
        if (path.getNameCount() == 1) {
            return step.take(directory, first);
        }
        BasicFileAttributes attributes = view(directory, first).readAttributes();
        if (attributes.isSymbolicLink()) {
            throw link();
        }
        if (!attributes.isDirectory()) {
            throw new NoSuchFileException("no directory");
        }
        try (var inner = directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
            return within(inner, path.subpath(1, path.getNameCount()), step);
        }
    }

    private static State state(BasicFileAttributeView view) throws IOException {
        BasicFileAttributes attributes = view.readAttributes();
        if (attributes.isSymbolicLink()) {
            throw link();
        }
        if (!attributes.isRegularFile()) {
            throw RejectedSource.because(
                    "source-no-file",
                    "There is a directory or a device where the film should be. Correct the address.");
        }
        return new State(attributes.size(), attributes.lastModifiedTime().toMillis(), inode(attributes.fileKey()));
    }

    private static RejectedSource link() {
        return RejectedSource.because(
                "source-link",
                "The film is, or lies behind, a symbolic link, which is not followed. Move it into the folder itself.");
    }

    private static String inode(@Nullable Object fileKey) {
        Matcher inode = INODE.matcher(String.valueOf(fileKey));
        return inode.find() ? inode.group(1) : "";
    }

    private static BasicFileAttributeView view(SecureDirectoryStream<Path> directory, Path name) {
        return directory.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IllegalStateException("This system cannot read a folder without following links in it.");
    }

    /// What changes with a file.
    ///
    /// @param inode empty where the file system has none
    record State(long size, long modifiedMillis, String inode) {

        /// As text, to compare over machines.
        String validator() {
            return size + "-" + modifiedMillis + "-" + inode;
        }
    }

    /// Something to do in the directory that holds a file.
    @FunctionalInterface
    private interface Step<T> {
        T take(SecureDirectoryStream<Path> directory, Path name) throws IOException;
    }
}
