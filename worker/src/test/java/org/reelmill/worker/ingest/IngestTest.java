package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
import org.reelmill.testing.Container;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Needs;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Publication;
import org.reelmill.title.Publications;
import org.reelmill.title.Tasks;
import org.reelmill.title.TitleState;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestTest {

    private static final int TS_PACKET = 188;

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
    void publishesAFilmThatShowsEveryFrameOnce() throws Exception {
        TestFilm film = TestFilm.builder().duration(Duration.ofSeconds(21)).audioTracks(List.of("eng", "deu"));
        Path file = film.make(directory.resolve("film.mp4"), house.tools);
        server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(file)));

        Ingest ingest = house.start(server.address("/film.mp4"), TicketClass.INTERACTIVE);
        Ingest playable = house.awaitState(ingest, IngestState.PLAYABLE, Duration.ofSeconds(60));
        assertThat(playable.failure()).isNull();
        Ingest ready = house.awaitEnd(ingest, Duration.ofMinutes(3));

        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        assertThat(house.title(ingest).state()).isEqualTo(TitleState.AVAILABLE);
        Publication publication = house.title(ingest).publication();
        assertThat(publication).isNotNull();
        Path copy = directory.resolve("copy");
        house.download(publication.prefix(), copy);
        var reader = new TestFilmReader(house.tools);
        assertThat(reader.frames(copy.resolve("v360/index.m3u8")).differences(film.frames()))
                .isEmpty();
        assertThat(copy.resolve(publication.playlist())).exists();
        assertThat(copy.resolve("now/master.m3u8")).exists();
        assertThat(copy.resolve("poster.jpg")).exists();
        assertThat(house.bean(Tasks.class).ofIngest(ingest.id())).isEmpty();
        assertThat(house.bean(ObjectStore.class).list(SourceParts.prefix(ingest.source())))
                .isEmpty();
        assertThat(server.bytes("/film.mp4")).isLessThanOrEqualTo(java.nio.file.Files.size(file) * 101 / 100);
    }

    @Test
    void drawsAStoryboardAndListsTheChapters() throws Exception {
        TestFilm film = TestFilm.builder()
                .duration(Duration.ofSeconds(21))
                .container(Container.MKV)
                .chapters(3);
        Path file = film.make(directory.resolve("board.mkv"), house.tools);
        server.on("/board.mkv", Behaviour.good("video/x-matroska", Body.of(file)));

        Ingest ingest = house.start(server.address("/board.mkv"), TicketClass.INTERACTIVE);
        assertThat(house.awaitEnd(ingest, Duration.ofMinutes(3)).failure()).isNull();

        Publication publication = Objects.requireNonNull(house.title(ingest).publication());
        assertThat(publication.storyboard()).isEqualTo("storyboard/index.vtt");
        assertThat(publication.chapters()).isEqualTo("chapters.vtt");
        Path copy = directory.resolve("copy-of-board");
        house.download(publication.prefix(), copy);
        assertThat(copy.resolve("storyboard/index.vtt"))
                .content()
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nsheet-000.jpg#xywh=0,0,240,136\n")
                .endsWith("\n00:00:20.000 --> 00:00:21.000\nsheet-000.jpg#xywh=0,136,240,136\n");
        assertThat(copy.resolve("chapters.vtt")).content().contains("\n00:00:07.000 --> 00:00:14.000\nChapter 2\n");
        Path pictures = directory.resolve("tiles.mkv");
        house.tools.ffmpeg(List.of(
                "-i",
                copy.resolve("storyboard/sheet-000.jpg").toString(),
                "-vf",
                "untile=10x10,format=gray",
                "-frames:v",
                "11",
                "-c:v",
                "ffv1",
                pictures.toString()));
        assertThat(new TestFilmReader(house.tools).frames(pictures).numbers())
                .as("the frame that each picture shows")
                .containsExactly(0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500);
        var manifest = house.bean(Publications.class).find(ingest.id()).orElseThrow();
        assertThat(manifest.objects())
                .extracting(entry -> entry.key().substring(publication.prefix().length()))
                .contains("storyboard/index.vtt", "storyboard/sheet-000.jpg", "chapters.vtt");
    }

    @Test
    void publishesAFilmWithoutAnIndexTheSameWay() throws Exception {
        TestFilm film = TestFilm.builder()
                .rate(30000, 1001)
                .duration(Duration.ofSeconds(21))
                .container(Container.TS);
        Path file = film.make(directory.resolve("film.ts"), house.tools);
        server.on("/film.ts", Behaviour.good("video/mp2t", Body.of(file)));

        Ingest ingest = house.start(server.address("/film.ts"), TicketClass.INTERACTIVE);
        Ingest ready = house.awaitEnd(ingest, Duration.ofMinutes(3));

        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        Path copy = directory.resolve("copy-of-ts");
        house.download(Objects.requireNonNull(house.title(ingest).publication()).prefix(), copy);
        var reader = new TestFilmReader(house.tools);
        Path picture = copy.resolve("v360/index.m3u8");
        assertThat(reader.frames(picture).differences(film.frames())).isEmpty();
        assertThat(reader.lipSync(picture, copy.resolve("a0-en/index.m3u8")).largestMilliseconds())
                .isLessThan(10);
        assertThat(copy.resolve("now/v360.m3u8")).content().endsWith("#EXT-X-ENDLIST\n");
        assertThat(copy.resolve("poster.jpg")).exists();
        assertThat(server.bytes("/film.ts")).isLessThanOrEqualTo(java.nio.file.Files.size(file) * 101 / 100);
    }

    @Test
    void keepsTheOnlyCopyOfAnUploadedFilm() throws Exception {
        Path file =
                TestFilm.builder().duration(Duration.ofSeconds(3)).make(directory.resolve("upload.mp4"), house.tools);
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        Ingest ready = house.awaitEnd(house.upload(bytes), Duration.ofMinutes(2));
        assertThat(ready.failure()).isNull();
        assertThat(ready.state()).isEqualTo(IngestState.READY);
        var kept = house.bean(ObjectStore.class).get(SourceParts.key(ready.source(), 0));
        assertThat(kept).get().extracting("bytes").isEqualTo(bytes);
    }

    @Test
    void rejectsAPictureThatIsMostlyDamaged() {
        Path file = Needs.sharedMedia().resolve("C-open/bitflips_200_in_mdat.mp4");
        server.on("/damaged.mp4", Behaviour.good("video/mp4", Body.of(file)));
        Ingest ended =
                house.awaitEnd(house.start(server.address("/damaged.mp4"), TicketClass.BATCH), Duration.ofMinutes(1));
        assertThat(ended.state()).isEqualTo(IngestState.REJECTED);
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().reason()).contains("damaged").contains("cannot be decoded");
    }

    @Test
    void rejectsARecordingWhoseHolesAreMuchOfTheWholeFilm() throws Exception {
        TestFilm film = TestFilm.builder().duration(Duration.ofSeconds(12)).container(Container.TS);
        Path file = film.make(directory.resolve("holes.ts"), house.tools);
        byte[] whole = java.nio.file.Files.readAllBytes(file);
        int packets = whole.length / TS_PACKET;
        var torn = new ByteArrayOutputStream();
        for (int packet = 0; packet < packets; packet++) {
            double at = (double) packet / packets;
            // Of no chunk of two seconds is there more lost than may be, but of the film there is.
            if (at < 0.05 || at > 0.95 || packet % 30 < 15) {
                torn.write(whole, packet * TS_PACKET, TS_PACKET);
            }
        }
        server.on("/holes.ts", Behaviour.good("video/mp2t", Body.of(torn.toByteArray())));

        Ingest ended = house.awaitEnd(
                house.start(server.address("/holes.ts"), TicketClass.INTERACTIVE), Duration.ofMinutes(2));

        assertThat(ended.state()).isEqualTo(IngestState.REJECTED);
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().reason()).contains("of the film's").contains("cannot be decoded");
    }
}
