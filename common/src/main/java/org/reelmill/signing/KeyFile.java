package org.reelmill.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.reelmill.title.Ids;

/// A file with a secret that only its owner can read. Whoever starts first makes it, whole or not at all.
final class KeyFile {

    private KeyFile() {}

    /// What is in the file; makes it with new content where there is none.
    static String readOrMake(Path file, Supplier<String> content) {
        try {
            if (!Files.exists(file)) {
                make(file, content.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or made.", e);
        }
    }

    /// Writes other content over the file's, whole or not at all.
    static void replace(Path file, String content) {
        try {
            Files.move(aside(file, content), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be written.", e);
        }
    }

    private static Path aside(Path file, String content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var aside = Files.createFile(file.resolveSibling(file.getFileName() + "." + Ids.next()), ownerOnly);
        return Files.writeString(aside, content);
    }

    private static void make(Path file, String content) throws IOException {
        var aside = aside(file, content);
        try {
            // A link fails where the name is taken, so of two processes that start at once one wins.
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        } finally {
            Files.delete(aside);
        }
    }
}
