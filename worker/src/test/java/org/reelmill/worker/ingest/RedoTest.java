package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;

/// What the gate refuses is encoded again; what it refuses again and again is withdrawn.
class RedoTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private @TempDir Path directory;
    private MisbehavingServer server;
    private WorkerHouse house;
    private final TestFilm film = TestFilm.builder().duration(Duration.ofSeconds(13));

    @BeforeEach
    void start() {
        server = MisbehavingServer.start();
        house = new WorkerHouse(directory.resolve("house"));
        Path file = film.make(directory.resolve("film.mp4"), house.tools);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(file)));
        house.with("reelmill.outbound.allowed", "127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void encodesAgainWhatWasDamagedAndThenPublishes() throws Exception {
        Ingest ingest = encodedButNotFinished();
        damage(ingest, "v360/s00001.a1.m4s", bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });
        damage(ingest, "a0-en/s00000.a1.m4s", bytes -> new byte[0]);
        finish();

        Ingest ready = house.awaitEnd(ingest, PATIENCE);

        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        Path copy = directory.resolve("copy");
        house.download(Objects.requireNonNull(house.title(ingest).publication()).prefix(), copy);
        assertThat(Files.readString(copy.resolve("v360/index.m3u8")))
                .contains("s00000.a2.m4s", "s00001.a2.m4s", "s00002.a1.m4s");
        assertThat(Files.readString(copy.resolve("a0-en/index.m3u8"))).contains("s00000.a2.m4s");
        var reader = new TestFilmReader(house.tools);
        assertThat(reader.frames(copy.resolve("v360/index.m3u8")).differences(film.frames()))
                .isEmpty();
        assertThat(reader.lipSync(copy.resolve("v360/index.m3u8"), copy.resolve("a0-en/index.m3u8"))
                        .largestMilliseconds())
                .isLessThan(10);
    }

    @Test
    void replacesAnInitSegmentThatIsNotItsOwn() throws Exception {
        Ingest ingest = encodedButNotFinished();
        byte[] sound = bytes(ingest, "a0-en/init.mp4");
        damage(ingest, "v360/init.mp4", bytes -> sound);
        finish();

        assertThat(house.awaitEnd(ingest, PATIENCE).failure()).isNull();
        Path copy = directory.resolve("copy");
        house.download(Objects.requireNonNull(house.title(ingest).publication()).prefix(), copy);
        assertThat(new TestFilmReader(house.tools)
                        .frames(copy.resolve("v360/index.m3u8"))
                        .differences(film.frames()))
                .isEmpty();
    }

    @Test
    void withdrawsWhatIsDamagedEachTime() throws Exception {
        Ingest ingest = encodedButNotFinished();
        damage(ingest, "v360/s00001.a1.m4s", bytes -> new byte[1]);
        finish();
        for (int attempt = 2; attempt <= 3; attempt++) {
            String name = "v360/s00001.a" + attempt + ".m4s";
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> store().get(ingest.prefix() + name).isPresent());
            damage(ingest, name, bytes -> new byte[1]);
        }

        Ingest failed = house.awaitEnd(ingest, PATIENCE);

        assertThat(failed.state()).isEqualTo(IngestState.FAILED);
        assertThat(failed.failure()).isNotNull();
        assertThat(failed.failure().reason())
                .contains("did not pass the last check")
                .contains("v360/s00001.a3.m4s");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store().list(ingest.prefix()).isEmpty()
                        && house.bean(Tasks.class).ofIngest(ingest.id()).isEmpty());
        assertThat(house.bean(IngestStarter.class).redrive(ingest.title()))
                .as("What it could go on from")
                .isEmpty();
    }

    /// Everything is done but fetching, for which this worker has no slots yet.
    private Ingest encodedButNotFinished() {
        house.with("reelmill.worker.fetch-slots", 0).startWorker();
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.BATCH);
        var encoded = List.of(TaskKind.VIDEO, TaskKind.AUDIO);
        await().atMost(PATIENCE).until(() -> {
            var tasks = house.bean(Tasks.class).ofIngest(ingest.id());
            return tasks.stream().anyMatch(task -> task.kind() == TaskKind.FINISH)
                    && tasks.stream()
                            .filter(task -> encoded.contains(task.kind()))
                            .allMatch(task -> task.state() == TaskState.DONE);
        });
        return house.find(ingest);
    }

    private void finish() {
        house.stopWorker();
        house.with("reelmill.worker.fetch-slots", 1).startWorker();
    }

    private void damage(Ingest ingest, String name, UnaryOperator<byte[]> change) {
        store().put(ingest.prefix() + name, change.apply(bytes(ingest, name)), ContentType.SEGMENT);
    }

    private byte[] bytes(Ingest ingest, String name) {
        return store().get(ingest.prefix() + name)
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + store().list(ingest.prefix()).stream()
                                .map(StoredObject::key)
                                .toList()))
                .bytes();
    }

    private ObjectStore store() {
        return house.bean(ObjectStore.class);
    }
}
