package org.reelmill.title;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// All objects of a publication with their checksums, so that damage is found and what nobody needs can be
/// deleted.
///
/// @param id the ingest that made it
/// @param objects by their whole keys
/// @param bytes of all objects together
/// @param retiredAt when it was seen that no title plays it any more; its objects are deleted a while later
@Document("publications")
public record PublicationManifest(
        @Id String id,
        String title,
        List<Entry> objects,
        long bytes,
        @Nullable Instant retiredAt) {

    public PublicationManifest {
        objects = List.copyOf(objects);
    }

    public static PublicationManifest of(Ingest ingest, List<Entry> objects) {
        long bytes = objects.stream().mapToLong(Entry::bytes).sum();
        return new PublicationManifest(ingest.id(), ingest.title(), objects, bytes, null);
    }

    /// @param sha256 in hex
    public record Entry(String key, long bytes, String sha256) {}
}
