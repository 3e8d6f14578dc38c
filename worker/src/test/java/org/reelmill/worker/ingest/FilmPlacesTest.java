package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.PlaceAddress;
import org.reelmill.title.Tasks;
import org.reelmill.worker.WorkerApp;
import org.reelmill.worker.source.Sha256;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// Films that lie in a folder that this worker has, or has not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilmPlacesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private WorkerHouse house;
    private Path inbox;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        inbox = Files.createDirectories(directory.resolve("inbox"));
        house = new WorkerHouse(directory.resolve("house"))
                .with("reelmill.worker.retry-delay", "500ms")
                .with("reelmill.worker.source.retry-delay", "20ms")
                .with("reelmill.worker.source.quiet", "100ms")
                .with("reelmill.worker.source.folders.inbox", inbox)
                .with("reelmill.worker.source.folders.unmounted", directory.resolve("unmounted"));
        house.startWorker();
        TestFilm.builder().duration(Duration.ofSeconds(6)).make(inbox.resolve("film.mp4"), house.tools);
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void theChecksumAtTheEndDecides() throws IOException {
        String right = Sha256.of(inbox.resolve("film.mp4"));
        assertThat(end("drop://inbox/film.mp4", right).state()).isEqualTo(IngestState.READY);

        String wrong = "0".repeat(64);
        Ingest ingest = end("drop://inbox/film.mp4", wrong);
        assertThat(ingest.state()).isEqualTo(IngestState.REJECTED);
        assertThat(Objects.requireNonNull(ingest.failure()).code()).isEqualTo("checksum-mismatch");
    }

    @Test
    void aPlaceThatNoWorkerHasFailsTheFilmWithASentence() {
        for (String address :
                new String[] {"drop://unmounted/film.mp4", "drop://nowhere/film.mp4", "s3://no/film.mp4"}) {
            Ingest ingest = end(address, null);
            var failure = Objects.requireNonNull(ingest.failure());
            assertThat(ingest.state()).isEqualTo(IngestState.FAILED);
            assertThat(failure.code()).isEqualTo("source-place-missing");
            assertThat(failure.reason())
                    .startsWith("The film lies in " + address.substring(0, address.lastIndexOf('/')) + ", wh")
                    .endsWith("Every worker must have it: configure and mount it, and start the ingest again.")
                    .doesNotContain("film.mp4");
        }
    }

    @Test
    void aFilmWaitsForItsPlace() throws IOException {
        Path late = inbox.resolveSibling("late");
        house.stopWorker();
        house.with("reelmill.worker.source.folders.late", late);
        house.startWorker();
        Ingest ingest = house.start(PlaceAddress.parse("drop://late/film.mp4").uri(), TicketClass.BATCH, null);
        await().atMost(PATIENCE)
                .until(() -> house.bean(Tasks.class).ofIngest(ingest.id()).stream()
                        .anyMatch(task -> task.attempt() >= 3 && task.failedAttempts() == 0));
        Path aside = Files.createDirectories(inbox.resolveSibling("aside"));
        Files.copy(inbox.resolve("film.mp4"), aside.resolve("film.mp4"));
        Files.move(aside, late);
        assertThat(house.awaitEnd(ingest, PATIENCE).state()).isEqualTo(IngestState.READY);
    }

    @Test
    void aWorkerWithoutThePlaceLeavesTheFilmToOneThatHasIt() throws IOException {
        Path shared = Files.createDirectories(inbox.resolveSibling("shared"));
        Files.copy(inbox.resolve("film.mp4"), shared.resolve("film.mp4"));
        Ingest ingest = house.start(PlaceAddress.parse("drop://shared/film.mp4").uri(), TicketClass.BATCH, null);
        await().atMost(PATIENCE)
                .until(() -> house.bean(Tasks.class).ofIngest(ingest.id()).stream()
                        .anyMatch(task -> task.attempt() >= 2 && task.failures().isEmpty()));

        var other = new HashMap<>(house.properties());
        other.put("reelmill.worker.directory", inbox.resolveSibling("other"));
        other.put("reelmill.worker.source.folders.shared", shared);
        try (var worker = new SpringApplicationBuilder(WorkerApp.class)
                .web(WebApplicationType.NONE)
                .properties(other)
                .run()) {
            assertThat(worker.isRunning()).isTrue();
            assertThat(house.awaitEnd(ingest, PATIENCE).state()).isEqualTo(IngestState.READY);
        }
    }

    private Ingest end(String address, @Nullable String sha256) {
        var ingest = house.start(PlaceAddress.parse(address).uri(), TicketClass.BATCH, sha256);
        return house.awaitEnd(ingest, PATIENCE);
    }
}
