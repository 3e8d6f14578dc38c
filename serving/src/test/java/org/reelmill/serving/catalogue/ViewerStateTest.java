package org.reelmill.serving.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Licence;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;

class ViewerStateTest {

    @ParameterizedTest
    @CsvSource({
        "DISCOVERED,          , false, DISCOVERED",
        "WANTED,              , false, WANTED",
        "WANTED,     QUEUED   , false, QUEUED",
        "WANTED,     OPENING  , false, INGESTING",
        "WANTED,     ENCODING , false, INGESTING",
        "WANTED,     PLAYABLE , false, PLAYABLE",
        "WANTED,     READY    , false, PLAYABLE",
        "WANTED,     REJECTED , false, REJECTED",
        "WANTED,     FAILED   , false, FAILED",
        "WANTED,     CANCELLED, false, WANTED",
        "DISCOVERED, CANCELLED, false, DISCOVERED",
        "AVAILABLE,  READY    , true , READY",
        "WANTED,     ENCODING , true , READY",
        "EVICTED,    READY    , false, EVICTED",
        "TAKEN_DOWN, READY    , true , TAKEN_DOWN"
    })
    void followsFromTitleAndIngest(
            TitleState title, @Nullable IngestState ingest, boolean published, ViewerState expected) {
        assertThat(ViewerState.of(title(title, published), ingest == null ? null : ingest(ingest)))
                .isEqualTo(expected);
    }

    private static Ingest ingest(IngestState state) {
        return new Ingest("t-1", "t", "s", state, "batch", 1, null, null, null, Instant.EPOCH, null, null, null, null);
    }

    private static Title title(TitleState state, boolean published) {
        var publication =
                new Publication("t-1", "titles/t/t-1/", "master.m3u8", null, null, null, Duration.ZERO, Instant.EPOCH);
        return new Title(
                "t",
                "site/t",
                null,
                "T",
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
                List.of(),
                state,
                null,
                published ? publication : null,
                Instant.EPOCH,
                null,
                null);
    }
}
