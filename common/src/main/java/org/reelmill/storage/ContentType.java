package org.reelmill.storage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The media types that we store, each with how long an edge and a player may keep it.
public enum ContentType {
    INIT("video/mp4", CacheClass.FOR_EVER),
    SEGMENT("video/iso.segment", CacheClass.FOR_EVER),
    PLAYLIST("application/vnd.apple.mpegurl", CacheClass.FOR_EVER),
    /// Changes while the film is encoded.
    GROWING_PLAYLIST("application/vnd.apple.mpegurl", CacheClass.GROWING),
    WEBVTT("text/vtt", CacheClass.FOR_EVER),
    JPEG("image/jpeg", CacheClass.FOR_EVER),
    PNG("image/png", CacheClass.FOR_EVER),
    WEBP("image/webp", CacheClass.FOR_EVER),
    JSON("application/json", CacheClass.FOR_EVER),
    BYTES("application/octet-stream", CacheClass.FOR_EVER);

    private final String mediaType;
    private final CacheClass cacheClass;

    ContentType(String mediaType, CacheClass cacheClass) {
        this.mediaType = mediaType;
        this.cacheClass = cacheClass;
    }

    /// The type of a picture by its first bytes; empty if it is none of JPEG, PNG and WebP.
    public static Optional<ContentType> ofPicture(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (start.startsWith("\u0089PNG\r\n")) {
            return Optional.of(PNG);
        }
        return start.matches("(?s)RIFF....WEBP") ? Optional.of(WEBP) : Optional.empty();
    }

    public String mediaType() {
        return mediaType;
    }

    /// Value of the header `Cache-Control`.
    public String cacheControl() {
        return cacheClass.header;
    }

    private enum CacheClass {
        /// Written once under a name that is never reused (RFC 8246).
        FOR_EVER("public, max-age=31536000, immutable"),
        /// No longer than half a target duration, or a player would wait for news that is there.
        GROWING("public, max-age=1");

        private final String header;

        CacheClass(String header) {
            this.header = header;
        }
    }
}
