package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.TitleState;

/// Each bad source ends its ingest with a reason; nothing is half published, nothing left in the bucket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadSourceTest {

    private static final String PATH = "/secret-place/film.mp4";
    private static final String TYPE = "video/mp4";
    private static final Set<TaskState> ALIVE = EnumSet.of(TaskState.WAITING, TaskState.READY, TaskState.LEASED);

    private MisbehavingServer server;
    private WorkerHouse house;
    private Path film;
    private Path filmWithIndexLast;
    private Path soundOnly;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = MisbehavingServer.start();
        house = new WorkerHouse(directory.resolve("house"))
                .with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                .with("reelmill.outbound.response-timeout", "400ms")
                .with("reelmill.worker.source.tries", 2)
                .with("reelmill.worker.source.retry-delay", "20ms")
                .with("reelmill.worker.retry-delay", "20ms");
        house.startWorker();
        film = TestFilm.builder().duration(Duration.ofSeconds(6)).make(directory.resolve("film.mp4"), house.tools);
        filmWithIndexLast = TestFilm.builder()
                .duration(Duration.ofSeconds(6))
                .layout(TestFilm.Layout.INDEX_LAST)
                .make(directory.resolve("last.mp4"), house.tools);
        soundOnly = directory.resolve("sound.mp4");
        house.tools.ffmpeg(List.of("-i", film.toString(), "-map", "0:a", "-c", "copy", soundOnly.toString()));
    }

    @AfterAll
    void stop() {
        house.close();
        server.close();
    }

    @Test
    void rejectsAFilmThatIsGone() {
        server.on(PATH, Behaviour.status(404));
        assertThat(rejected().code()).isEqualTo("source-gone");
    }

    @Test
    void rejectsAPageNamedAsAFilm() {
        server.on(PATH, Behaviour.page(TYPE, "<!DOCTYPE html><html><body>Sign in</body></html>"));
        assertThat(rejected().reason()).contains("web page");
    }

    @Test
    void rejectsAPlaylistNamedAsAFilm() {
        server.on(
                PATH,
                Behaviour.good(
                        TYPE,
                        Body.of("#EXTM3U\n#EXTINF:6,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(rejected().reason()).contains("playlist");
    }

    @Test
    void rejectsSoundWithoutAPicture() {
        server.on(PATH, Behaviour.good(TYPE, Body.of(soundOnly)));
        assertThat(rejected().code()).isEqualTo("no-video");
    }

    @Test
    void rejectsZeroBytes() {
        server.on(PATH, Behaviour.good(TYPE, Body.of(new byte[0])));
        assertThat(rejected().code()).isEqualTo("source-empty");
    }

    @Test
    void rejectsAFilmThatIsCutOff() throws IOException {
        for (Path whole : List.of(film, filmWithIndexLast)) {
            byte[] bytes = Files.readAllBytes(whole);
            server.on(PATH, Behaviour.good(TYPE, Body.of(Arrays.copyOf(bytes, bytes.length * 2 / 3))));
            assertThat(rejected().code()).isEqualTo("source-truncated");
        }
    }

    @Test
    void rejectsALengthThatLiesEitherWay() throws IOException {
        long size = Files.size(film);
        server.on(PATH, Behaviour.wrongLength(TYPE, Body.of(film), size + 1000));
        assertThat(rejected().code()).isEqualTo("source-truncated");
        server.on(PATH, Behaviour.wrongLength(TYPE, Body.of(film), size - 1000));
        assertThat(rejected().code()).isEqualTo("source-truncated");
    }

    @Test
    void rejectsAFilmThatIsNotTheCatalogues() {
        server.on(PATH, Behaviour.good(TYPE, Body.of(film)));
        Ingest ingest = house.start(server.address(PATH), TicketClass.INTERACTIVE, "00".repeat(32));
        assertThat(ended(ingest, IngestState.REJECTED).code()).isEqualTo("checksum-mismatch");
    }

    @Test
    void rejectsAFilmThatChangesHalfWay() throws IOException {
        byte[] large = Arrays.copyOf(Files.readAllBytes(film), 3 * SourceParts.PART_BYTES);
        int size = Math.toIntExact(Files.size(film));
        // A box of free space after the film, so that it has more than one part.
        java.nio.ByteBuffer.wrap(large).putInt(size, large.length - size).putInt(size + 4, 0x66726565);
        byte[] other = large.clone();
        other[large.length - 1] = 1;
        server.on(PATH, Behaviour.changing(TYPE, Body.of(large), Body.of(other), 1));
        assertThat(rejected().code()).isEqualTo("source-changed");
    }

    @Test
    void failsWhereTheServerHangsOrStaysBusy() {
        server.on(PATH, Behaviour.hang());
        assertThat(failed().code()).isEqualTo("source-unavailable");
        server.on(PATH, Behaviour.busy(Duration.ZERO));
        assertThat(failed().reason()).contains("503");
    }

    @Test
    void takesAFilmFromAServerWithoutRanges() {
        server.on(PATH, Behaviour.withoutRanges(TYPE, Body.of(filmWithIndexLast)));
        Ingest ingest = house.start(server.address(PATH), TicketClass.BATCH);
        assertThat(house.awaitEnd(ingest, Duration.ofMinutes(2)).state()).isEqualTo(IngestState.READY);
    }

    private Failure rejected() {
        return ended(house.start(server.address(PATH), TicketClass.INTERACTIVE), IngestState.REJECTED);
    }

    private Failure failed() {
        return ended(house.start(server.address(PATH), TicketClass.INTERACTIVE), IngestState.FAILED);
    }

    private Failure ended(Ingest ingest, IngestState state) {
        Ingest ended = house.awaitEnd(ingest, Duration.ofMinutes(1));
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.state()).as(ended.failure().reason()).isEqualTo(state);
        assertThat(ended.failure().toString()).doesNotContain("secret-place").doesNotContain("127.0.0.1:");
        var store = house.bean(ObjectStore.class);
        await().untilAsserted(() -> {
            if (state == IngestState.REJECTED) { // Reconcile deletes after a while what FAILED ones leave.
                assertThat(store.list(ended.prefix())).isEmpty();
                assertThat(store.list(SourceParts.prefix(ended.source()))).isEmpty();
            }
            assertThat(house.title(ended).state()).isEqualTo(TitleState.DISCOVERED);
            assertThat(house.bean(Tasks.class).ofIngest(ended.id()))
                    .extracting(Task::state)
                    .doesNotContainAnyElementsOf(ALIVE);
        });
        return ended.failure();
    }
}
