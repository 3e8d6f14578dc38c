package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;

/// What lies in the bucket of one film, for tests that damage it.
final class FilmObjects {

    private final ObjectStore bucket;
    private final String prefix;

    FilmObjects(ObjectStore bucket, String title) {
        this.bucket = bucket;
        this.prefix = "titles/" + title + "/";
    }

    /// Of each object, by its key.
    Map<String, String> checksums() {
        var checksums = new TreeMap<String, String>();
        bucket.list(prefix).forEach(object -> checksums.put(object.key(), sha256(bytes(object.key()))));
        return checksums;
    }

    /// Deletes a segment and the multivariant playlist, flips a byte of another segment, and adds an object
    /// of nobody.
    ///
    /// @return the key of nobody's object
    String damage() {
        var keys = List.copyOf(checksums().keySet());
        var segments =
                keys.stream().filter(key -> key.matches(".*/v360/s.*\\.m4s")).toList();
        assertThat(segments).hasSizeGreaterThan(3);
        String master = keys.stream()
                .filter(key -> key.endsWith("/master.m3u8") && !key.contains("/now/"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = bytes(segments.get(3));
        bytes[bytes.length / 2] ^= 1;
        bucket.put(segments.get(3), bytes, ContentType.SEGMENT);
        String orphan = segments.get(0).replaceAll("/s[^/]*$", "/s99999.a1.m4s");
        bucket.put(orphan, bytes, ContentType.SEGMENT);
        bucket.delete(List.of(segments.get(1), master));
        return orphan;
    }

    private byte[] bytes(String key) {
        return bucket.get(key).orElseThrow().bytes();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JVM has it (MessageDigest).", e);
        }
    }
}
