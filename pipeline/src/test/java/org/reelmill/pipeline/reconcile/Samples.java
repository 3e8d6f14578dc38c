package org.reelmill.pipeline.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Licence;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;

/// Titles and ingests to reconcile.
final class Samples {

    private Samples() {}

    static Title title(Titles titles) {
        String id = Ids.next();
        return titles.save(new Title(
                id,
                "test/" + id,
                null,
                "A film",
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                new Licence("CC0-1.0", null, null),
                Map.of(),
                List.of(Ids.next()),
                TitleState.DISCOVERED,
                null,
                null,
                Instant.now(),
                null,
                null));
    }

    static Ingest ingest(Title title, IngestState state, @Nullable Instant endedAt) {
        return new Ingest(
                title.id() + "-1",
                title.id(),
                title.sources().getFirst(),
                state,
                "batch",
                10,
                null,
                null,
                null,
                Instant.now(),
                null,
                null,
                endedAt,
                null);
    }
}
