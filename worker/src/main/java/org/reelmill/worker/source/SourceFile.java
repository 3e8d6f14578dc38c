package org.reelmill.worker.source;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// What the origin said of a source at the first contact; every later answer must say the same.
///
/// @param id of the source
/// @param size in bytes; `null` while an origin that does not tell it is being read
/// @param validator ETag, else Last-Modified; of a file what changes with it; `null` where there is none
/// @param ranges whether the origin answers ranges; else it is read once from front to back
/// @param sha256 of the whole film in hex, where the origin knows it
@Document("sourceFiles")
record SourceFile(
        @Id String id,
        @Nullable Long size,
        @Nullable String validator,
        boolean ranges,
        @Nullable String sha256) {

    /// Whether an answer belongs to the same bytes.
    boolean matches(SourceFile other) {
        boolean sameSize = size == null || other.size == null || size.equals(other.size);
        boolean sameValidator = validator == null || validator.equals(other.validator);
        return sameSize && sameValidator;
    }
}
