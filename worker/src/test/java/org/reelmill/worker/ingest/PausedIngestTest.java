package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Pauses;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;

/// An ingest that is paused in the middle, whose worker is killed meanwhile, and that goes on.
class PausedIngestTest {

    private static final TestFilm MADE =
            TestFilm.builder().duration(Duration.ofSeconds(40)).size(1280, 720).keyframeEvery(125);

    private @TempDir Path directory;
    private MisbehavingServer server;
    private WorkerHouse house;
    private Path log;

    @BeforeEach
    void start() {
        server = MisbehavingServer.start();
        log = directory.resolve("worker.log");
        house = new WorkerHouse(directory.resolve("house"))
                .with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                .with("reelmill.worker.slots", 2)
                .with("reelmill.worker.warm-up", false);
        Path film = MADE.make(directory.resolve("film.mp4"), house.tools);
        Path small = TestFilm.builder()
                .duration(Duration.ofSeconds(4))
                .size(640, 360)
                .make(directory.resolve("small.mp4"), house.tools);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
        server.on("/small.mp4", Behaviour.good("video/mp4", Body.of(small)));
        house.startClient();
    }

    @AfterEach
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void restsWhileItIsPausedThoughItsWorkerIsKilledAndThenGoesOnExactly() throws Exception {
        Process first = house.startProcess(log);
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE);
        await().atMost(Duration.ofMinutes(2)).until(() -> chunks(ingest).size() >= 2);
        house.bean(Pauses.class).add(ingest.id());
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        tasks().ofIngest(ingest.id()).stream().noneMatch(task -> task.state() == TaskState.LEASED));
        Map<String, Integer> attempts = attempts(ingest);
        assertThat(chunks(ingest).values()).as("It was paused in the middle").hasSizeLessThan(10);
        String playlist = playlist(ingest);

        first.destroyForcibly().waitFor();
        Process second = house.startProcess(log);
        // Another film shows that the worker works, and has had time to take what it must not.
        Ingest other = house.start(server.address("/small.mp4"), TicketClass.INTERACTIVE);
        assertThat(house.awaitEnd(other, Duration.ofMinutes(2)).state()).isEqualTo(IngestState.READY);
        assertThat(attempts(ingest)).isEqualTo(attempts);
        assertThat(house.find(ingest).state().isActive()).isTrue();

        house.bean(Pauses.class).remove(ingest.id());
        house.bean(IngestStarter.class).sendTickets(ingest.id());
        Map<String, Integer> before = chunks(ingest);
        awaitExact(ingest);
        assertThat(before).as("Chunks of before the pause").isNotEmpty();
        assertThat(playlist(ingest)).as("Players went on reading it").startsWith(playlist);
        second.destroy();
    }

    private void awaitExact(Ingest ingest) throws IOException {
        Ingest ready = house.awaitEnd(ingest, Duration.ofMinutes(3));
        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        Path copy = directory.resolve("copy");
        house.download(house.awaitPublication(ready).prefix(), copy);
        var reader = new TestFilmReader(house.tools);
        for (String rung : List.of("v720", "v360")) {
            assertThat(reader.frames(copy.resolve(rung + "/index.m3u8")).differences(MADE.frames()))
                    .isEmpty();
        }
    }

    private Tasks tasks() {
        return house.bean(Tasks.class);
    }

    private String playlist(Ingest ingest) {
        byte[] text = house.bean(ObjectStore.class)
                .get(ingest.prefix() + "now/v360.m3u8")
                .orElseThrow()
                .bytes();
        return new String(text, StandardCharsets.UTF_8);
    }

    private Map<String, Integer> attempts(Ingest ingest) {
        return tasks().ofIngest(ingest.id()).stream().collect(Collectors.toMap(Task::id, Task::attempt));
    }

    /// The chunks that are done, with the attempts that took.
    private Map<String, Integer> chunks(Ingest ingest) {
        return tasks().ofIngest(ingest.id()).stream()
                .filter(task -> task.kind() == TaskKind.VIDEO && task.state() == TaskState.DONE)
                .collect(Collectors.toMap(Task::id, Task::attempt));
    }
}
