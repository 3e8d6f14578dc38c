package org.reelmill.worker.source;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// One part of a source: claimed by the worker that fetches it, then done.
///
/// @param number from 0; [#WHOLE] is the claim to read a source from front to back
/// @param beat counts up while bytes come in
/// @param sha256 in hex, once it is done
@Document("sourceParts")
record SourcePart(
        @Id String id,
        String source,
        long number,
        String owner,
        long beat,
        boolean done,
        @Nullable String sha256) {

    static final long WHOLE = 999_999_999;

    static String id(String source, long number) {
        return source + "-" + number;
    }
}
