package org.reelmill.worker.publish;

import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// All objects of a publication with their checksums, so that damage is found and what nobody needs can be
/// deleted.
///
/// @param id the ingest that made it
/// @param objects by their whole keys
@Document("publications")
public record PublicationManifest(@Id String id, String title, List<Entry> objects) {

    public PublicationManifest {
        objects = List.copyOf(objects);
    }

    /// @param sha256 in hex
    public record Entry(String key, long bytes, String sha256) {}
}
