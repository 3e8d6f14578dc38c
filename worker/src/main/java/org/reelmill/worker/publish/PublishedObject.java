package org.reelmill.worker.publish;

import java.util.Map;

/// Any object of a publication, with what tells whether it is whole.
///
/// @param name relative to the publication's prefix
/// @param sha256 in hex
public record PublishedObject(String name, long bytes, String sha256) {

    /// As the document store keeps it.
    public Map<String, Object> toDocument() {
        return Map.of("name", name, "bytes", bytes, "sha256", sha256);
    }

    public static PublishedObject fromDocument(Map<String, Object> document) {
        var fields = new Fields(document);
        return new PublishedObject(fields.text("name"), fields.number("bytes"), fields.text("sha256"));
    }
}
