package org.reelmill.title;

import java.time.Instant;

/// Ingests of the batch that are being encoded.
final class SampleIngest {

    private SampleIngest() {}

    static Ingest of(String id) {
        return new Ingest(
                id,
                "t",
                "s",
                IngestState.ENCODING,
                "batch",
                10,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                null);
    }
}
