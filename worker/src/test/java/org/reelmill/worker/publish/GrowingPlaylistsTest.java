package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.worker.plan.IngestPlan;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrowingPlaylistsTest {

    private static final int SEGMENTS = 20;
    private static final List<String> OFFERED = List.of("v360", "a0-eng", "a1-deu", "t0-eng");

    private final IngestPlan plan = Plans.plan(Plans.grid(SEGMENTS));
    private Stores stores;
    private GrowingPlaylists growing;

    @BeforeAll
    void start(@TempDir Path directory) {
        stores = new Stores(directory);
        growing = new GrowingPlaylists(stores.objects, stores.ingests);
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @Test
    void offersNothingUntilEveryRenditionHasItsFirstSegment() {
        var ingest = stores.ingest("batch");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, List.of("v360", "a0-eng"), 3));

        assertThat(stores.objects.list(ingest.prefix())).isEmpty();
        assertThat(state(ingest)).isEqualTo(IngestState.ENCODING);
    }

    @Test
    void offersTheEarlySetWithSoundAndText() {
        var ingest = stores.ingest("batch");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 2));

        assertThat(stores.text(ingest, "now/master.m3u8")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,\
                CHANNELS="2",URI="a0-eng.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,\
                CHANNELS="2",URI="a1-deu.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,\
                FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,\
                public.accessibility.describes-music-and-sound",URI="t0-eng.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1194000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,\
                FRAME-RATE=23.976,VIDEO-RANGE=SDR,AUDIO="audio",SUBTITLES="text",CLOSED-CAPTIONS=NONE
                v360.m3u8
                """);
        assertThat(stores.text(ingest, "now/v360.m3u8")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-START:TIME-OFFSET=0,PRECISE=YES
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-MAP:URI="../v360/init.mp4"
                #EXTINF:2.002000,
                ../v360/s00000.a1.m4s
                #EXTINF:4.004000,
                ../v360/s00001.a1.m4s
                """);
    }

    @Test
    void saysTheSameOfWhatIsReadPieceByPiece() {
        var ingest = stores.ingest("batch");
        var whole = stores.ingest("batch");
        var records = new Tasks(stores.mongo);
        records.add(Plans.tasks(ingest, plan, SEGMENTS));

        try (var results = records.results(ingest.id(), ListableSegments.FIELDS)) {
            growing.advance(ingest, plan, ListableSegments.of(results), () -> {});
        }
        growing.advance(whole, plan, Plans.tasks(whole, plan, SEGMENTS));

        assertThat(Stream.concat(OFFERED.stream(), Stream.of("master")))
                .allSatisfy(name -> assertThat(stores.text(ingest, "now/" + name + ".m3u8"))
                        .isNotEmpty()
                        .isEqualTo(stores.text(whole, "now/" + name + ".m3u8")));
    }

    @Test
    void canBePlayedWithItsCushion() {
        var ingest = stores.ingest("batch");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, plan.cushion() - 1));
        assertThat(state(ingest)).isEqualTo(IngestState.ENCODING);

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, plan.cushion()));
        assertThat(state(ingest)).isEqualTo(IngestState.PLAYABLE);
        assertThat(stores.ingests.find(ingest.id()).orElseThrow().playableAt()).isNotNull();
    }

    @Test
    void movesAllRenditionsByOneWatermark() {
        var ingest = stores.ingest("batch");
        var tasks = new ArrayList<>(Plans.tasks(ingest, plan, List.of("a0-eng", "a1-deu", "t0-eng"), SEGMENTS));
        tasks.add(videoOf(ingest, 0, 1, 2, 4, 5)); // 3 is still being encoded.

        growing.advance(ingest, plan, tasks);

        assertThat(OFFERED)
                .allSatisfy(rendition -> assertThat(listed(ingest, rendition)).isEqualTo(3));
    }

    @Test
    void onlyAppendsAndEndsAtLast() {
        var ingest = stores.ingest("batch");
        var before = new ArrayList<>(Collections.nCopies(OFFERED.size(), ""));
        for (int count = 1; count <= SEGMENTS; count++) {
            growing.advance(ingest, plan, Plans.tasks(ingest, plan, count));
            for (int i = 0; i < OFFERED.size(); i++) {
                String after = stores.text(ingest, "now/" + OFFERED.get(i) + ".m3u8");
                assertThat(after)
                        .startsWith(before.get(i))
                        .hasSizeGreaterThan(before.get(i).length());
                assertThat(after.endsWith("#EXT-X-ENDLIST\n")).isEqualTo(count == SEGMENTS);
                before.set(i, after);
            }
        }
    }

    @Test
    void writesNothingWhereNothingIsNew() {
        var ingest = stores.ingest("batch");
        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 5));
        var before = stores.objects.list(ingest.prefix());

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 5));
        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 4)); // A worker that read the tasks earlier.

        assertThat(stores.objects.list(ingest.prefix())).isEqualTo(before);
    }

    @Test
    void goesOnWhereAKilledWorkerLeftOff() {
        var ingest = stores.ingest("batch");
        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 5));
        stores.objects.delete(List.of(
                ingest.prefix() + "now/master.m3u8", ingest.prefix() + "now/t0-eng.m3u8")); // It had not come so far.

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 6));

        assertThat(OFFERED)
                .allSatisfy(rendition -> assertThat(listed(ingest, rendition)).isEqualTo(6));
        assertThat(stores.text(ingest, "now/master.m3u8")).isNotEmpty();
    }

    @Test
    void doesNotLetTextHoldUpAPictureThatSomebodyWaitsFor() {
        var ingest = stores.ingest("interactive");
        var withoutText = List.of("v360", "a0-eng", "a1-deu");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, withoutText, 1));
        growing.advance(ingest, plan, Plans.tasks(ingest, plan, SEGMENTS));

        assertThat(stores.text(ingest, "now/master.m3u8")).isNotEmpty().doesNotContain("SUBTITLES");
        assertThat(stores.text(ingest, "now/t0-eng.m3u8")).isEmpty();
        assertThat(withoutText)
                .allSatisfy(rendition -> assertThat(listed(ingest, rendition)).isEqualTo(SEGMENTS));
    }

    @Test
    void isNotPlayableWhileBatchWorkAwaitsItsText() {
        var ingest = stores.ingest("batch");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, List.of("v360", "a0-eng", "a1-deu"), 1));

        assertThat(stores.text(ingest, "now/master.m3u8")).isEmpty();
        assertThat(state(ingest)).isEqualTo(IngestState.ENCODING);
    }

    @Test
    void offersTextThatIsThereWithThePicture() {
        var ingest = stores.ingest("interactive");

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 1));

        assertThat(stores.text(ingest, "now/master.m3u8")).contains("TYPE=SUBTITLES", "SUBTITLES=\"text\"");
    }

    @Test
    void aCopiedRungIsOfferedBeforeTheOthersAndTheyFollow() {
        var ingest = stores.ingest("interactive");
        var copying = Plans.copied(Plans.grid(SEGMENTS));
        var ahead = List.of("v720", "a0-eng", "a1-deu");

        growing.advance(ingest, copying, Plans.tasks(ingest, copying, ahead, copying.cushion()));
        assertThat(stores.objects.list(ingest.prefix()))
                .as("no rung for thin lines yet")
                .isEmpty();
        assertThat(state(ingest)).isEqualTo(IngestState.ENCODING);

        var tasks = new ArrayList<>(Plans.tasks(ingest, copying, ahead, copying.cushion()));
        tasks.add(videoOf(ingest, 0));
        growing.advance(ingest, copying, tasks);
        assertThat(state(ingest)).as("two seconds for thin lines").isEqualTo(IngestState.ENCODING);
        tasks.add(videoOf(ingest, 1));
        growing.advance(ingest, copying, tasks);
        assertThat(state(ingest)).isEqualTo(IngestState.PLAYABLE);
        assertThat(listed(ingest, "v720")).isEqualTo(copying.cushion());
        assertThat(listed(ingest, "v360")).isEqualTo(2);
        assertThat(stores.text(ingest, "now/master.m3u8").lines().filter(line -> line.matches("v.*m3u8")))
                .containsExactly("v720.m3u8", "v360.m3u8");

        var most = new ArrayList<>(Plans.tasks(ingest, copying, ahead, SEGMENTS));
        most.add(videoOf(ingest, 0, 1, 2, 4));
        growing.advance(ingest, copying, most);
        assertThat(stores.text(ingest, "now/v720.m3u8")).endsWith("#EXT-X-ENDLIST\n");
        assertThat(listed(ingest, "v360")).isEqualTo(3);

        growing.advance(ingest, copying, Plans.tasks(ingest, copying, SEGMENTS));
        assertThat(stores.text(ingest, "now/v360.m3u8")).endsWith("#EXT-X-ENDLIST\n");
    }

    @Test
    void encodedRungsDoNotRunAheadOfTheSound() {
        var ingest = stores.ingest("interactive");
        var copying = Plans.copied(Plans.grid(SEGMENTS));
        var tasks = new ArrayList<>(Plans.tasks(ingest, copying, List.of("v720", "v360"), SEGMENTS));
        tasks.addAll(Plans.tasks(ingest, copying, List.of("a0-eng", "a1-deu"), 2));

        growing.advance(ingest, copying, tasks);

        assertThat(List.of("v720", "v360", "a0-eng", "a1-deu"))
                .allSatisfy(rendition -> assertThat(listed(ingest, rendition)).isEqualTo(2));
    }

    @Test
    void leavesACancelledIngestCancelled() {
        var ingest = stores.ingest("batch");
        stores.ingests.move(
                ingest.id(), IngestState.CANCELLED, new org.springframework.data.mongodb.core.query.Update());

        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 1));

        assertThat(state(ingest)).isEqualTo(IngestState.CANCELLED);
    }

    @Test
    void refusesToTakeBackWhatItHasListed() {
        var ingest = stores.ingest("batch");
        growing.advance(ingest, plan, Plans.tasks(ingest, plan, 2));
        var tasks = new ArrayList<>(Plans.tasks(ingest, plan, List.of("a0-eng", "a1-deu", "t0-eng"), 3));
        var other = IntStream.range(0, 3)
                .mapToObj(number -> Plans.segment(plan, "v360", number))
                .map(segment -> PublishedSegment.fromDocument(
                        with(segment, ObjectNames.mediaSegment("v360", segment.number(), 2))))
                .toList();
        tasks.add(Plans.task(ingest, "video", other, List.of(Plans.init("v360"))));

        assertThatThrownBy(() -> growing.advance(ingest, plan, tasks)).hasMessageContaining("do not have");
    }

    /// Eight workers finish chunks in any order and all advance at once; a reader polls meanwhile.
    @Test
    void onlyEverGrowsWhileManyWorkersAdvanceIt() throws Exception {
        long seed = System.nanoTime();
        var ingest = stores.ingest("batch");
        var reading = new AtomicBoolean(true);
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(9)) {
            var reader = pool.submit(() -> {
                start.await();
                while (reading.get()) {
                    seen.add(stores.text(ingest, "now/v360.m3u8"));
                }
                return seen.size();
            });
            var workers = IntStream.range(0, 8)
                    .mapToObj(worker -> pool.submit(() -> {
                        var random = new Random(seed + worker);
                        start.await();
                        for (int count = 1; count <= SEGMENTS; count += 1 + random.nextInt(3)) {
                            growing.advance(ingest, plan, Plans.tasks(ingest, plan, count));
                        }
                        growing.advance(ingest, plan, Plans.tasks(ingest, plan, SEGMENTS));
                        return worker;
                    }))
                    .toList();
            start.countDown();
            for (var worker : workers) {
                worker.get();
            }
            reading.set(false);
            reader.get();
        }

        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i))
                    .as("seed %d, read %d of %d", seed, i, seen.size())
                    .startsWith(seen.get(i - 1));
        }
        assertThat(seen.stream().distinct().count()).isGreaterThan(2);
        assertThat(OFFERED)
                .allSatisfy(rendition -> assertThat(listed(ingest, rendition)).isEqualTo(SEGMENTS));
    }

    private Task videoOf(Ingest ingest, int... numbers) {
        var segments = IntStream.of(numbers)
                .mapToObj(number -> Plans.segment(plan, "v360", number))
                .toList();
        return Plans.task(ingest, "video", segments, List.of(Plans.init("v360")));
    }

    private static java.util.Map<String, Object> with(PublishedSegment segment, String name) {
        var document = new java.util.HashMap<>(segment.toDocument());
        document.put("name", name);
        return document;
    }

    private int listed(Ingest ingest, String rendition) {
        return PlaylistReader.readMedia(stores.text(ingest, "now/" + rendition + ".m3u8"))
                .segments()
                .size();
    }

    private IngestState state(Ingest ingest) {
        return stores.ingests.find(ingest.id()).orElseThrow().state();
    }
}
