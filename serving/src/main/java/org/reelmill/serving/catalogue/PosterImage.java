package org.reelmill.serving.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.springframework.http.MediaType;

/// The picture of a title as it lies in object storage. What its first bytes do not prove to be a picture is
/// never handed out.
///
/// @param etag of the object, with its quotes
record PosterImage(byte[] bytes, MediaType type, String etag) {

    private static final long GREATEST = 8L << 20;
    private static final int BRAND_AT = 8;
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] WEBP = {'W', 'E', 'B', 'P'};

    /// The catalogue's poster, or else the frame that the ingest has drawn.
    static Optional<String> keyOf(Title title) {
        Publication publication = title.publication();
        if (title.poster() != null) {
            return Optional.of(title.poster());
        }
        return publication == null || publication.poster() == null
                ? Optional.empty()
                : Optional.of(publication.prefix() + publication.poster());
    }

    /// Tells one key from another in an address that may be kept for ever.
    static String version(String key) {
        return HexFormat.of()
                .toHexDigits(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits());
    }

    /// @return empty if there is no picture, or it is too large
    static Optional<PosterImage> read(ObjectStore store, String key) {
        return store.head(key)
                .filter(object -> object.bytes() <= GREATEST)
                .flatMap(object -> store.get(key))
                .flatMap(content ->
                        typeOf(content.bytes()).map(type -> new PosterImage(content.bytes(), type, content.etag())));
    }

    private static Optional<MediaType> typeOf(byte[] bytes) {
        if (startsWith(bytes, JPEG, 0)) {
            return Optional.of(MediaType.IMAGE_JPEG);
        }
        if (startsWith(bytes, PNG, 0)) {
            return Optional.of(MediaType.IMAGE_PNG);
        }
        return startsWith(bytes, WEBP, BRAND_AT) ? Optional.of(MediaType.valueOf("image/webp")) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] magic, int offset) {
        return bytes.length >= offset + magic.length
                && Arrays.equals(bytes, offset, offset + magic.length, magic, 0, magic.length);
    }
}
