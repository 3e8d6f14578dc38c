package org.reelmill.worker.publish;

import java.util.Map;

/// An init segment in the object store. Every chunk of a rendition makes the same one.
///
/// @param name of its object, relative to the publication's prefix
/// @param sha256 in hex
/// @param codec as playlists say it, e.g. `avc1.64001f` (RFC 6381)
public record PublishedInit(String rendition, String name, long bytes, String sha256, String codec) {

    /// As the document store keeps it.
    public Map<String, Object> toDocument() {
        return Map.of("rendition", rendition, "name", name, "bytes", bytes, "sha256", sha256, "codec", codec);
    }

    public static PublishedInit fromDocument(Map<String, Object> document) {
        var fields = new Fields(document);
        return new PublishedInit(
                fields.text("rendition"),
                fields.text("name"),
                fields.number("bytes"),
                fields.text("sha256"),
                fields.text("codec"));
    }
}
