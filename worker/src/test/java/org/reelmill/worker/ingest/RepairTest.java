package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.Container;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.TitleState;

/// Objects of a film that are deleted or damaged, and made again by a worker.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepairTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private MisbehavingServer server;
    private WorkerHouse house;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        server = MisbehavingServer.start();
        house = new WorkerHouse(temporary.resolve("house"))
                .with("reelmill.outbound.allowed", "127.0.0.1:" + server.port());
        house.startWorker();
    }

    @AfterAll
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void makesEveryKindOfObjectAgainWithTheSameBytes() {
        Ingest ready = published(
                "every-kind",
                TestFilm.builder()
                        .duration(Duration.ofSeconds(15))
                        .container(Container.MKV)
                        .chapters(2)
                        .subtitles(List.of("eng")));
        var before = contents(ready);
        List<String> damaged = before.keySet().stream()
                .filter(name -> name.matches("v360/(init.mp4|s0000[13].a1.m4s)|a0-[a-z]+/(init.mp4|s00001.a1.m4s)"
                        + "|t0-[a-z]+/s00000.a1.vtt|poster.jpg|chapters.vtt|storyboard/.*"))
                .toList();
        assertThat(damaged).hasSize(10);
        damaged.forEach(name -> store().put(ready.prefix() + name, new byte[] {1}, ContentType.BYTES));
        store().delete(List.of(ready.prefix() + damaged.getFirst(), ready.prefix() + damaged.getLast()));

        repair(ready, damaged);

        assertThat(contents(ready)).containsExactlyEntriesOf(before);
        assertThat(states(1)).hasSize(10).containsOnly(Repair.State.REPAIRED);
        await("parts that were fetched again are dropped")
                .atMost(PATIENCE)
                .until(() -> store().list(SourceParts.prefix(ready.source())).isEmpty());
        assertThat(house.title(ready).state()).isEqualTo(TitleState.AVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"TS", "FLV"})
    void makesPiecesOfAFilmWithoutAnIndexAgain(Container container) {
        Ingest ready = published(
                "without-index-" + container,
                TestFilm.builder().duration(Duration.ofSeconds(30)).container(container));
        var before = contents(ready);
        List<String> damaged = before.keySet().stream()
                .filter(name -> name.matches("v360/s0000[047].a1.m4s|a0-[a-z]+/s00002.a1.m4s|poster.jpg"))
                .toList();
        assertThat(damaged).hasSize(5);
        damaged.forEach(name -> store().put(ready.prefix() + name, new byte[] {1}, ContentType.BYTES));

        repair(ready, damaged);

        assertThat(contents(ready)).containsExactlyEntriesOf(before);
        assertThat(states(1)).hasSize(5).containsOnly(Repair.State.REPAIRED);
    }

    @Test
    void makesAFilmAnewWhoseBytesCannotBeMadeAgain() {
        Ingest ready = published("another-encoder", TestFilm.builder().duration(Duration.ofSeconds(3)));
        var manifest = publications().find(ready.id()).orElseThrow();
        // As if another build had encoded it.
        publications()
                .save(new PublicationManifest(
                        manifest.id(),
                        manifest.title(),
                        manifest.objects().stream()
                                .map(entry ->
                                        new PublicationManifest.Entry(entry.key(), entry.bytes(), "00".repeat(32)))
                                .toList(),
                        manifest.bytes(),
                        null));
        String name = contents(ready).keySet().stream()
                .filter(key -> key.matches("v360/s00000.a1.m4s"))
                .findFirst()
                .orElseThrow();

        repair(ready, List.of(name));

        assertThat(states(1)).containsOnly(Repair.State.RENEWED);
        assertThat(Objects.requireNonNull(house.title(ready).publication()).id())
                .as("what plays meanwhile")
                .isIn(ready.id(), ready.title() + "-2");
        await().atMost(PATIENCE)
                .until(() -> Objects.requireNonNull(house.title(ready).publication())
                        .id()
                        .equals(ready.title() + "-2"));
        assertThat(house.title(ready).state()).isEqualTo(TitleState.AVAILABLE);
    }

    @Test
    void leavesAFilmAsItIsWhoseSourceIsGone() {
        Ingest ready = published("gone", TestFilm.builder().duration(Duration.ofSeconds(3)));
        server.on("/gone.mkv", Behaviour.status(404));

        repair(ready, List.of("v360/s00000.a1.m4s"));

        assertThat(states(1)).containsExactly(Repair.State.FAILED);
        assertThat(house.title(ready).state()).isEqualTo(TitleState.AVAILABLE);
        assertThat(house.find(ready).state()).isEqualTo(IngestState.READY);
    }

    private Ingest published(String name, TestFilm film) {
        Path file = film.make(directory.resolve(name + ".mkv"), house.tools);
        server.on("/" + name + ".mkv", Behaviour.good("video/x-matroska", Body.of(file)));
        Ingest ready = house.awaitEnd(house.start(server.address("/" + name + ".mkv"), TicketClass.BATCH), PATIENCE);
        assertThat(ready.state()).as("%s", ready.failure()).isEqualTo(IngestState.READY);
        await().atMost(PATIENCE)
                .until(() -> house.bean(Tasks.class).ofIngest(ready.id()).isEmpty());
        return ready;
    }

    /// Orders a repair as the job verify does, and waits for its end.
    private void repair(Ingest ready, List<String> names) {
        var repairs = house.bean(Repairs.class);
        repairs.clear(1);
        for (String name : names) {
            repairs.add(new Repair(
                    "1 " + ready.prefix() + name,
                    1,
                    ready.title(),
                    ready.id(),
                    ready.prefix() + name,
                    Repair.Fault.DAMAGED,
                    Repair.State.OPEN,
                    null,
                    Instant.now(),
                    null));
        }
        var order = new TaskOrder(TaskKind.REPAIR, "repair-0", 0, 1, Map.of(Task.NAMES, names));
        house.bean(Tasks.class).add(List.of(Task.of(ready, TaskState.READY, order)));
        house.bean(TicketQueue.class).send(TicketClass.BATCH);
        await().atMost(PATIENCE).until(() -> !states(1).contains(Repair.State.OPEN));
    }

    private List<Repair.State> states(long run) {
        return house.bean(Repairs.class).ofRun(run).stream().map(Repair::state).toList();
    }

    /// All objects, by name; arrays as lists, so that they can be compared.
    private Map<String, List<Byte>> contents(Ingest ingest) {
        var contents = new TreeMap<String, List<Byte>>();
        for (var object : store().list(ingest.prefix())) {
            byte[] bytes = store().get(object.key()).orElseThrow().bytes();
            contents.put(
                    object.key().substring(ingest.prefix().length()),
                    java.util.stream.IntStream.range(0, bytes.length)
                            .mapToObj(at -> bytes[at])
                            .toList());
        }
        return contents;
    }

    private ObjectStore store() {
        return house.bean(ObjectStore.class);
    }

    private Publications publications() {
        return house.bean(Publications.class);
    }
}
