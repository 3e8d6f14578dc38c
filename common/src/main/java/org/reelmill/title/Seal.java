package org.reelmill.title;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with a key file that is not in the store: AES-256-GCM with a random nonce, so that equal texts
/// look different. Thread-safe.
public final class Seal {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// Reads the key (64 hex digits) from a file; makes the file, readable by its owner only, where there is
    /// none.
    ///
    /// @throws IllegalStateException if the file holds no such key
    public static Seal withKeyFile(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            createIfAbsent(file);
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("wrong length");
            }
            return new Seal(key);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or made.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The key file " + file + " does not hold 64 hex digits; restore it from its backup.", e);
        }
    }

    /// The text, sealed, in base64url.
    ///
    /// @param about what it is, e.g. which key; opens with the same only
    public String close(String text, String about) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), about);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// The text in clear.
    ///
    /// @throws IllegalStateException if it was sealed with another key, about something else, or damaged
    public String open(String sealed, String about) {
        byte[] whole = Base64.getUrlDecoder().decode(sealed);
        byte[] clear = run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(whole, NONCE_BYTES),
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length),
                about);
        return new String(clear, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String about) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "What the store holds sealed was sealed with another key file than the present one.", e);
        }
    }

    private static void createIfAbsent(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path aside = file.resolveSibling(file.getFileName() + "." + Ids.next());
        Files.createFile(aside, ownerOnly);
        Files.writeString(aside, HexFormat.of().formatHex(key), StandardOpenOption.WRITE);
        try {
            Files.createLink(file, aside); // Fails where another process was first, so that both use one key.
        } catch (FileAlreadyExistsException another) {
            return;
        } finally {
            Files.delete(aside);
        }
    }
}
