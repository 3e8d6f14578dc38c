package org.reelmill.worker.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names an encoder build. Only workers with an equal one may encode chunks of the same ingest, or init
/// segments would differ from chunk to chunk.
public record EncoderFingerprint(String value) {

    private static final int DIGITS = 16;

    /// Asks ffmpeg for its version, its configuration and the versions of its libraries.
    public static EncoderFingerprint of(Ffmpeg ffmpeg) {
        String version = ffmpeg.version();
        String[] words = version.split("\\s+", 4);
        return new EncoderFingerprint((words.length > 2 ? words[2] : "unknown") + "-" + digest(version));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
