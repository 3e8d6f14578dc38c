package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reelmill.bench.WatchedIngest.Outcome;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

class WatchedIngestTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void countsChunksThatWereBegunAgainAndTheFilmInThem() {
        var ready = new Ingest(
                "i",
                "t",
                "s",
                IngestState.READY,
                "batch",
                0,
                null,
                null,
                null,
                OPENED,
                OPENED,
                null,
                OPENED.plusSeconds(50),
                null);
        var tasks = List.of(
                task(TaskKind.VIDEO, TaskState.DONE, 1, 1, 30),
                task(TaskKind.VIDEO, TaskState.DONE, 2, 1, 10),
                task(TaskKind.AUDIO, TaskState.DONE, 2, 1, 60));
        var lost = List.of(
                task(TaskKind.VIDEO, TaskState.LEASED, 1, 0.5, 10), task(TaskKind.AUDIO, TaskState.LEASED, 1, 0.9, 60));

        var outcome = Outcome.of(ready, tasks, lost, Duration.ofSeconds(80));

        assertThat(outcome.seconds()).isEqualTo(50);
        assertThat(outcome.chunks()).isEqualTo(2);
        assertThat(outcome.again()).isEqualTo(1);
        assertThat(outcome.filmAgain()).isEqualTo(10.0, within(1e-9));
        assertThat(KillBenchmark.chunkSeconds(outcome)).isEqualTo(50);
    }

    @Test
    void knowsHowMuchOfThePictureIsDone() {
        assertThat(WatchedIngest.encoded(List.of())).isZero();
        assertThat(WatchedIngest.encoded(List.of(
                        task(TaskKind.VIDEO, TaskState.DONE, 1, 1, 30),
                        task(TaskKind.VIDEO, TaskState.LEASED, 1, 0.9, 10),
                        task(TaskKind.AUDIO, TaskState.READY, 0, 0, 40))))
                .isEqualTo(0.75);
    }

    private static Task task(TaskKind kind, TaskState state, int attempt, double progress, double weight) {
        return new Task(
                "id", "i", "t", kind, "batch", 0, 0, state, "one-1", attempt, 0, progress, weight, Map.of(), Map.of(),
                List.of(), null);
    }
}
