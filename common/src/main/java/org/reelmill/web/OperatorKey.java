package org.reelmill.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import org.reelmill.title.Ids;

/// The key that operator calls carry as `Authorization: Bearer …`. The first start writes it to a file that
/// only its owner can read; the command line reads it there.
public final class OperatorKey {

    private final byte[] key;

    private OperatorKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /// Reads the key from a file; makes it where there is none.
    public static OperatorKey fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
                Path aside = Files.createFile(file.resolveSibling("operator." + Ids.next()), ownerOnly);
                Files.writeString(aside, Ids.next() + Ids.next() + "\n");
                link(file, aside);
            }
            return new OperatorKey(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The operator key " + file + " cannot be read or made.", e);
        }
    }

    /// Of two processes that start at once, one makes the key and both use it: a link fails where the name is
    /// taken.
    private static void link(Path file, Path made) throws IOException {
        try {
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        } finally {
            Files.delete(made);
        }
    }

    /// Whether an `Authorization` header carries this key; takes the same time for every wrong one.
    public boolean opens(String authorization) {
        return authorization.startsWith("Bearer ")
                && MessageDigest.isEqual(
                        key, authorization.substring("Bearer ".length()).strip().getBytes(StandardCharsets.UTF_8));
    }
}
