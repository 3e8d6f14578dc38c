package org.reelmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// The one key pair of the embedded object store: made at the first start, then read from its file, which
/// only its owner
/// can read.
///
/// @param accessKey goes with each request
/// @param secretKey signs requests and never leaves this machine
record ObjectStoreKeys(String accessKey, String secretKey) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Reads `object-store.properties` of a directory, or makes both.
    static ObjectStoreKeys keptIn(Path directory) {
        var file = directory.resolve("object-store.properties");
        try {
            if (!Files.exists(file)) {
                create(directory, file);
            }
            return read(file);
        } catch (IOException e) {
            throw EmbeddedServiceException.notStarted("object store's key file", directory, e);
        }
    }

    private static void create(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        var aside = Files.createTempFile(
                directory,
                ".object-store-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, "accessKey=" + randomHex(10) + "\nsecretKey=" + randomHex(24) + "\n");
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ObjectStoreKeys read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        var accessKey = properties.getProperty("accessKey", "");
        var secretKey = properties.getProperty("secretKey", "");
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new EmbeddedServiceException("The key file " + file.toAbsolutePath()
                    + " lacks accessKey or secretKey. Delete it: new keys are made at the next start.");
        }
        return new ObjectStoreKeys(accessKey, secretKey);
    }

    private static String randomHex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public String toString() {
        return "ObjectStoreKeys[" + accessKey + "]";
    }
}
