package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Needs;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;

/// A film whose tallest rung is copied, from its wish to READY on real parts.
class CopiedFilmTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CLOSED = "-pix_fmt yuv420p -c:v libx264 -bf 2 -g 50 -keyint_min 50 -sc_threshold 0"
            + " -crf 42 -colorspace bt709 -f mpegts ";

    private @TempDir Path directory;
    private MisbehavingServer server;
    private WorkerHouse house;
    private final TestFilm film =
            TestFilm.builder().size(854, 480).duration(Duration.ofSeconds(24)).keyframeEvery(60);

    @BeforeEach
    void start() throws IOException {
        server = MisbehavingServer.start();
        var usual = Files.readString(Needs.root().resolve("samples/ladders/usual.yml"));
        Files.writeString(directory.resolve("copying.yml"), "copy: fitting\n" + usual);
        house = new WorkerHouse(directory.resolve("house"))
                .with("reelmill.ladder.directory", directory)
                .with("reelmill.ladder.name", "copying")
                .with("reelmill.outbound.allowed", "127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void becomesReadyWithEveryFrameOnceInEveryRung() throws Exception {
        Path file = offered();
        house.startWorker();
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE);
        Ingest playable = house.awaitState(ingest, IngestState.PLAYABLE, PATIENCE);
        assertThat(playable.failure()).isNull();
        Ingest ready = house.awaitEnd(ingest, PATIENCE);

        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        assertThat(ready.copying()).isEqualTo("The rung v480 is copied: the film fits it as it is.");
        Path copy = downloaded(ready);
        exact(copy);
        assertThat(lengths(copy, "v480")).isEqualTo(lengths(copy, "v360")).startsWith("2.400000", "2.400000");
        assertThat(Files.readString(copy.resolve("now/master.m3u8"))).contains("\nv480.m3u8\n", "\nv360.m3u8\n");
        assertThat(Files.readString(copy.resolve("now/v360.m3u8"))).endsWith("#EXT-X-ENDLIST\n");
        assertThat(copy.resolve("storyboard/index.vtt"))
                .content()
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.400\n");
        var playlists = new HashMap<String, String>();
        try (var files = Files.walk(copy)) {
            for (Path list :
                    files.filter(path -> path.toString().endsWith(".m3u8")).toList()) {
                playlists.put(copy.relativize(list).toString(), Files.readString(list));
            }
        }
        assertThat(playlists).hasSize(10);
        assertThat(new PlaylistValidators().objections(playlists)).isEmpty();
        assertThat(server.bytes("/film.mp4")).isLessThanOrEqualTo(Files.size(file) * 101 / 100);
    }

    @Test
    void whatIsDamagedLaterIsCopiedAgainWithTheSameBytes() throws Exception {
        offered();
        house.startWorker();
        Ingest ready = house.awaitEnd(house.start(server.address("/film.mp4"), TicketClass.BATCH), PATIENCE);
        assertThat(ready.failure()).isNull();
        await().atMost(PATIENCE)
                .until(() -> house.bean(Tasks.class).ofIngest(ready.id()).isEmpty());
        var before = contents(ready);
        var names = List.of("v480/init.mp4", "v480/s00001.a1.m4s", "v480/s00006.a1.m4s", "v360/s00002.a1.m4s");
        assertThat(before).containsKeys(names.toArray(String[]::new));
        names.forEach(name -> store().put(ready.prefix() + name, new byte[] {1}, ContentType.BYTES));

        repair(ready, names);

        assertThat(house.bean(Repairs.class).ofRun(1)).extracting(Repair::state).containsOnly(Repair.State.REPAIRED);
        assertThat(contents(ready)).containsExactlyEntriesOf(before);
    }

    @Test
    void whatTheGateRefusesIsCopiedAgain() throws Exception {
        offered();
        house.with("reelmill.worker.fetch-slots", 0).startWorker();
        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.BATCH);
        await().atMost(PATIENCE).until(() -> {
            var tasks = house.bean(Tasks.class).ofIngest(ingest.id());
            return tasks.stream().anyMatch(task -> task.kind() == TaskKind.FINISH)
                    && tasks.stream()
                            .filter(task -> task.kind() == TaskKind.VIDEO)
                            .allMatch(task -> task.state() == TaskState.DONE);
        });
        byte[] flipped = store().get(ingest.prefix() + "v480/s00005.a1.m4s")
                .orElseThrow()
                .bytes();
        flipped[flipped.length / 2] ^= 1;
        store().put(ingest.prefix() + "v480/s00005.a1.m4s", flipped, ContentType.SEGMENT);
        house.stopWorker();
        house.with("reelmill.worker.fetch-slots", 1).startWorker();

        Ingest ready = house.awaitEnd(ingest, PATIENCE);

        assertThat(ready.failure()).isNull();
        Path copy = downloaded(ready);
        assertThat(Files.readString(copy.resolve("v480/index.m3u8"))).contains("s00005.a2.m4s", "s00000.a1.m4s");
        exact(copy);
    }

    @Test
    void isEncodedWhereItProvesNotToFitAfterAll() throws Exception {
        Path both = directory.resolve("both.ts");
        clip("-f lavfi -i testsrc2=size=854x480:rate=25:duration=14 -preset ultrafast " + CLOSED, both);
        Path other = directory.resolve("other.ts");
        clip("-f lavfi -i testsrc2=size=854x480:rate=25:duration=6 -preset veryfast -refs 2 " + CLOSED, other);
        Files.write(both, Files.readAllBytes(other), StandardOpenOption.APPEND);
        Path file = directory.resolve("film.mp4");
        clip("-i " + both + " -c copy ", file);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(file)));
        house.startWorker();

        Ingest first = house.awaitEnd(house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE), PATIENCE);

        assertThat(Objects.requireNonNull(first.failure()).code()).isEqualTo("must-be-encoded");
        await().atMost(PATIENCE)
                .until(() -> house.bean(Ingests.class)
                        .find(first.title() + "-2")
                        .filter(again -> !again.state().isActive())
                        .isPresent());
        Ingest second = house.bean(Ingests.class).find(first.title() + "-2").orElseThrow();
        assertThat(second.state()).as("%s", second.failure()).isEqualTo(IngestState.READY);
        assertThat(second.ticketClass()).isEqualTo("interactive");
        assertThat(second.copying())
                .startsWith("No rung is copied: when that was tried, its ")
                .isEqualTo("No rung is copied: when that was tried, "
                        + Objects.requireNonNull(first.failure()).detail() + ".");
        Path copy = downloaded(second);
        assertThat(lengths(copy, "v480")).startsWith("2.000000").isEqualTo(lengths(copy, "v360"));
        assertThat(server.bytes("/film.mp4")).isLessThanOrEqualTo(Files.size(file) * 101 / 100);
        assertThat(store().list(first.prefix())).isEmpty();
    }

    /// The test film with its colours said.
    private Path offered() {
        Path plain = film.make(directory.resolve("plain.mp4"), house.tools);
        Path file = directory.resolve("film.mp4");
        clip(
                "-i " + plain + " -map 0 -c copy -movflags +faststart -bsf:v"
                        + " h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1 ",
                file);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(file)));
        return file;
    }

    private void clip(String words, Path file) {
        house.tools.ffmpeg(Arrays.asList((words + file).split(" +")));
    }

    private Path downloaded(Ingest ready) throws IOException {
        Path copy = directory.resolve("copy");
        house.download(Objects.requireNonNull(house.title(ready).publication()).prefix(), copy);
        return copy;
    }

    private void exact(Path copy) {
        var reader = new TestFilmReader(house.tools);
        for (String rung : List.of("v480", "v360")) {
            Path playlist = copy.resolve(rung).resolve("index.m3u8");
            assertThat(reader.frames(playlist).differences(film.frames()))
                    .as(rung)
                    .isEmpty();
            assertThat(reader.lipSync(playlist, copy.resolve("a0-en/index.m3u8"))
                            .largestMilliseconds())
                    .as(rung)
                    .isLessThan(10);
        }
    }

    private static List<String> lengths(Path copy, String rung) throws IOException {
        return Files.readAllLines(copy.resolve(rung).resolve("index.m3u8")).stream()
                .filter(line -> line.startsWith("#EXTINF:"))
                .map(line -> line.substring("#EXTINF:".length()).replace(",", ""))
                .toList();
    }

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

    /// As the job verify orders it.
    private void repair(Ingest ready, List<String> names) {
        var repairs = house.bean(Repairs.class);
        for (String name : names) {
            String key = ready.prefix() + name;
            repairs.add(new Repair(
                    "1 " + key,
                    1,
                    ready.title(),
                    ready.id(),
                    key,
                    Repair.Fault.DAMAGED,
                    Repair.State.OPEN,
                    null,
                    Instant.now(),
                    null));
        }
        var order = new TaskOrder(TaskKind.REPAIR, "repair-0", 0, 1, Map.of(Task.NAMES, names));
        house.bean(Tasks.class).add(List.of(Task.of(ready, TaskState.READY, order)));
        house.bean(TicketQueue.class).send(TicketClass.BATCH);
        await().atMost(PATIENCE)
                .until(() -> repairs.ofRun(1).stream().noneMatch(repair -> repair.state() == Repair.State.OPEN));
    }

    private ObjectStore store() {
        return house.bean(ObjectStore.class);
    }
}
