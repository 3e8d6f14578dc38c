package org.reelmill.pipeline.progress;

import java.time.Instant;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;

/// Ingests of the batch that are being encoded.
final class SampleIngest {

    private SampleIngest() {}

    static Ingest of(String title, Instant queuedAt) {
        return new Ingest(
                title + "-1",
                title,
                "s",
                IngestState.ENCODING,
                "batch",
                10,
                null,
                null,
                null,
                queuedAt,
                null,
                null,
                null,
                null);
    }
}
