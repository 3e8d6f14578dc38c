package org.reelmill.storage;

/// The media types that we store, each with how long an edge and a player may keep it.
public enum ContentType {
    INIT("video/mp4", CacheClass.FOR_EVER),
    SEGMENT("video/iso.segment", CacheClass.FOR_EVER),
    PLAYLIST("application/vnd.apple.mpegurl", CacheClass.FOR_EVER),
    /// Changes while the film is encoded.
    GROWING_PLAYLIST("application/vnd.apple.mpegurl", CacheClass.GROWING),
    WEBVTT("text/vtt", CacheClass.FOR_EVER),
    JPEG("image/jpeg", CacheClass.FOR_EVER),
    JSON("application/json", CacheClass.FOR_EVER),
    BYTES("application/octet-stream", CacheClass.FOR_EVER);

    private final String mediaType;
    private final CacheClass cacheClass;

    ContentType(String mediaType, CacheClass cacheClass) {
        this.mediaType = mediaType;
        this.cacheClass = cacheClass;
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
