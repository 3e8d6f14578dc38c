package org.reelmill.serving.catalogue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A place in a list: after the title with this time and id. Opaque to callers; carries a checksum of itself
/// and of the filters it was made with, so that a changed one, or one of another list, is refused.
record Cursor(Instant discoveredAt, String id) {

    private static final int CHECKSUM_BYTES = 12;
    private static final int TIME_BYTES = Long.BYTES;

    /// @param filters of the list that the cursor belongs to
    String encode(String filters) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] place = ByteBuffer.allocate(TIME_BYTES + name.length)
                .putLong(discoveredAt.toEpochMilli())
                .put(name)
                .array();
        byte[] whole = ByteBuffer.allocate(CHECKSUM_BYTES + place.length)
                .put(checksum(place, filters))
                .put(place)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// @return empty if the text is no cursor of the list with these filters
    static Optional<Cursor> decode(String text, String filters) {
        try {
            ByteBuffer whole = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            byte[] checksum = new byte[CHECKSUM_BYTES];
            whole.get(checksum);
            byte[] place = new byte[whole.remaining()];
            whole.get(place);
            if (!MessageDigest.isEqual(checksum, checksum(place, filters))) {
                return Optional.empty();
            }
            ByteBuffer parts = ByteBuffer.wrap(place);
            Instant time = Instant.ofEpochMilli(parts.getLong());
            return Optional.of(
                    new Cursor(time, new String(place, TIME_BYTES, place.length - TIME_BYTES, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | BufferUnderflowException notOurs) {
            return Optional.empty();
        }
    }

    private static byte[] checksum(byte[] place, String filters) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(place);
            sha.update(filters.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha.digest(), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
