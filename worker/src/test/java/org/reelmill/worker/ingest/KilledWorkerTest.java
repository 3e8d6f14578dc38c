package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;

/// A worker process that is killed, or told to stop, in the middle of an ingest.
class KilledWorkerTest {

    private static final int SLOTS = 2;

    private @TempDir Path directory;
    private MisbehavingServer server;
    private WorkerHouse house;
    private Path film;
    private Path log;
    private final TestFilm made =
            TestFilm.builder().duration(Duration.ofSeconds(40)).size(1280, 720).keyframeEvery(125);

    @BeforeEach
    void start() throws IOException {
        server = MisbehavingServer.start();
        log = directory.resolve("worker.log");
        house = new WorkerHouse(directory.resolve("house"));
        film = made.make(directory.resolve("film.mp4"), house.tools);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
        house.with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                .with("reelmill.worker.slots", SLOTS)
                .with("reelmill.worker.stop-grace", "500ms")
                .with("reelmill.worker.warm-up", false)
                .with("reelmill.ffmpeg.path", countingFfmpeg())
                .with("reelmill.ffmpeg.shared", notes());
        house.startClient();
    }

    @AfterEach
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void costsOnlyWhatItHeldWhenItIsKilled() throws Exception {
        Process first = house.startProcess(log);
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE);
        awaitChunks(ingest, 2);
        first.destroyForcibly().waitFor();

        Process second = house.startProcess(log);
        Ingest ready = house.awaitEnd(ingest, Duration.ofMinutes(3));
        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        var publication = house.awaitPublication(ready);
        second.destroy();

        assertThat(Files.readString(log)).contains("leases of its earlier process");
        Path copy = directory.resolve("copy");
        house.download(publication.prefix(), copy);
        var reader = new TestFilmReader(house.tools);
        for (String rung : List.of("v720", "v360")) {
            assertThat(reader.frames(copy.resolve(rung + "/index.m3u8")).differences(made.frames()))
                    .isEmpty();
        }
        int sets = Files.exists(copy.resolve("now/v720.m3u8")) ? 1 : 2;
        int chunks = 10; // four of 2 s, two of 4 s, four of 6 s
        assertThat(runs("libx264")).isBetween((long) chunks * sets, (long) chunks * sets + SLOTS);
        assertThat(server.bytes("/film.mp4")).isLessThanOrEqualTo(2 * Files.size(film));
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesItsLeasesBackWhenItIsToldToStop() throws Exception {
        Process worker = house.startProcess(log);
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE);
        awaitChunks(ingest, 1);

        worker.destroy();

        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(house.bean(Tasks.class).ofIngest(ingest.id()))
                .noneMatch(task -> task.state() == TaskState.LEASED)
                .allMatch(task -> task.failures().isEmpty())
                .anyMatch(task -> task.state() == TaskState.READY);
    }

    @Test
    void logsNeitherLinksNorSecretPaths() throws Exception {
        server.on("/secret-place/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
        Process worker = house.startProcess(log);
        Ingest ingest = house.start(server.address("/secret-place/film.mp4"), TicketClass.INTERACTIVE);
        awaitChunks(ingest, 1);
        worker.destroyForcibly().waitFor();

        assertThat(Files.readString(log))
                .contains("+ ")
                .doesNotContain("secret-place")
                .doesNotContainPattern("127\\.0\\.0\\.1:\\d+/[a-z2-7]{26}");
    }

    private void awaitChunks(Ingest ingest, int count) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> chunks(ingest) >= count);
    }

    private long chunks(Ingest ingest) {
        return house.bean(Tasks.class).ofIngest(ingest.id()).stream()
                .filter(task -> task.kind() == TaskKind.VIDEO && task.state() == TaskState.DONE)
                .map(Task::id)
                .count();
    }

    private long runs(String mark) throws IOException {
        try (var lines = Files.lines(notes().resolve("runs.txt"))) {
            return lines.filter(line -> line.contains(mark)).count();
        }
    }

    /// The real ffmpeg behind a script that notes each run.
    private Path countingFfmpeg() throws IOException {
        Path script = directory.resolve("ffmpeg");
        Files.writeString(script, """
                #!/bin/sh
                echo "$@" >> %s
                exec %s "$@"
                """.formatted(notes().resolve("runs.txt"), house.tools.ffmpeg()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /// Where ffmpeg may write down its runs, whoever it runs as.
    private Path notes() throws IOException {
        Path notes = directory.resolve("notes");
        if (!Files.exists(notes)) {
            Files.createDirectory(notes);
            Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return notes;
    }
}
