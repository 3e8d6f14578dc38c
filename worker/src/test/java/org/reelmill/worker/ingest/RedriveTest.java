package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.TitleState;

/// An encoder that breaks in the middle of a film for a while; then an operator lets the ingest go on.
class RedriveTest {

    private static final int GOOD_RUNS = 3;
    private static final TestFilm MADE =
            TestFilm.builder().duration(Duration.ofSeconds(30)).size(640, 360).keyframeEvery(125);

    private @TempDir Path directory;
    private MisbehavingServer server;
    private WorkerHouse house;
    private Path film;
    private Path notes;

    @BeforeEach
    void start() throws IOException {
        server = MisbehavingServer.start();
        notes = Files.createDirectory(directory.resolve("notes"));
        Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwxrwxrwx"));
        house = new WorkerHouse(directory.resolve("house"));
        film = MADE.make(directory.resolve("film.mp4"), house.tools);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
        house.with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                .with("reelmill.worker.slots", 1)
                .with("reelmill.worker.warm-up", false)
                .with("reelmill.worker.retry-delay", "50ms")
                .with("reelmill.ffmpeg.path", breakingFfmpeg())
                .with("reelmill.ffmpeg.shared", notes);
        house.startWorker();
    }

    @AfterEach
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void theThirdFailureOfAChunkEndsTheIngestWithTheEncodersLastWords() {
        Ingest ended = failed();

        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure()).extracting(Failure::code).isEqualTo("encoder-failed");
        assertThat(ended.failure().detail()).contains("Conversion failed, said the encoder");
        assertThat(house.title(ended).state()).isEqualTo(TitleState.DISCOVERED);
        assertThat(house.bean(Tasks.class).ofIngest(ended.id()).stream()
                        .filter(task -> task.state() == TaskState.FAILED))
                .singleElement()
                .matches(task -> task.failedAttempts() == 3);
    }

    @Test
    void goesOnWithoutEncodingOrFetchingAgainWhatStands() throws IOException {
        Ingest ended = failed();
        Files.createFile(notes.resolve("mended"));

        Ingest again = house.bean(IngestStarter.class).redrive(ended.title()).orElseThrow();
        assertThat(again.id()).isEqualTo(ended.id());
        long chunks = house.bean(Tasks.class).ofIngest(ended.id()).stream()
                .filter(task -> task.kind() == TaskKind.VIDEO)
                .count();
        Ingest ready = house.awaitEnd(again, Duration.ofMinutes(2));

        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        assertThat(lines("good.txt")).as("Chunks were encoded once").hasSize((int) chunks);
        assertThat(server.bytes("/film.mp4")).isLessThanOrEqualTo(2 * Files.size(film));
        Path copy = directory.resolve("copy");
        house.download(house.awaitPublication(ready).prefix(), copy);
        assertThat(new TestFilmReader(house.tools)
                        .frames(copy.resolve("v360/index.m3u8"))
                        .differences(MADE.frames()))
                .isEmpty();
    }

    private Ingest failed() {
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.BATCH);
        Ingest ended = house.awaitEnd(ingest, Duration.ofMinutes(2));
        assertThat(ended.state()).isEqualTo(IngestState.FAILED);
        return ended;
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(notes.resolve(file));
        } catch (IOException none) {
            return List.of();
        }
    }

    /// The real ffmpeg behind a script that lets some chunks through, and then breaks until it is mended.
    private Path breakingFfmpeg() throws IOException {
        Path script = directory.resolve("ffmpeg");
        Files.writeString(script, """
                #!/bin/sh
                case "$*" in *libx264*) ;; *) exec %2$s "$@" ;; esac
                if [ -e %1$s/mended ] || [ "$(cat %1$s/good.txt 2>/dev/null | wc -l)" -lt %3$d ]; then
                  echo run >> %1$s/good.txt
                  exec %2$s "$@"
                fi
                echo run >> %1$s/broken.txt
                echo "Conversion failed, said the encoder" >&2
                exit 1
                """.formatted(notes, house.tools.ffmpeg(), GOOD_RUNS));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}
