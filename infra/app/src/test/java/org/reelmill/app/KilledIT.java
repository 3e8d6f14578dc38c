package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Needs;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;

/// Power cuts while one film is ingested: at the opening, in a chunk, in an upload, in the finish; and in the
/// midst of a piece that is copied. Each time Reelmill is started again on what is left on the disk.
class KilledIT {

    private static final int SLOTS = 2;
    private static final int HEIGHT = 720;
    private static final String LAST_COPIED = "v720/s00011";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TestFilm FILM = TestFilm.builder()
            .rate(24000, 1001)
            .duration(Duration.ofSeconds(50))
            .size(1280, HEIGHT)
            .keyframeEvery(48);

    private final MediaTools tools = MediaTools.bundled();
    private final long seed = Long.getLong("reelmill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Long> cuts = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aFilmBecomesReadyAndExactOverFourPowerCuts() throws IOException {
        var ffmpeg = new CountedFfmpeg(tools, folder);
        try (var origin = offered()) {
            var settings = settings(origin, ffmpeg, "never");

            String id;
            try (var product = start(settings)) {
                id = new Shelf(product).ingest(origin.address("/film.mp4"), "Power Cut");
                cut(product, "at the opening", () -> !origin.log("/film.mp4").isEmpty());
            }
            try (var product = start(settings)) {
                cut(product, "in a chunk", () -> encodesSinceCut(ffmpeg) >= SLOTS);
            }
            try (var product = start(settings)) {
                var before = segments(product);
                cut(product, "in an upload", () -> segments(product) > before);
            }
            try (var product = start(settings)) {
                cut(product, "in the finish", () -> isFinishing(product, id));
            }
            try (var product = start(settings)) {
                var shelf = new Shelf(product);
                shelf.await(id, PATIENCE, "READY");
                checkExact(shelf.playlist(id));
            }
        }
        checkNothingWasEncodedInVain(ffmpeg.encodes());
    }

    @Test
    void aCopiedRungIsExactOverAPowerCutInTheMidstOfAPiece() throws IOException {
        var ffmpeg = new CountedFfmpeg(tools, folder);
        try (var origin = offered()) {
            var settings = settings(origin, ffmpeg, "fitting");
            String id;
            try (var product = start(settings)) {
                id = new Shelf(product).ingest(origin.address("/film.mp4"), "Power Cut");
                // The first piece has the segments 0 to 3, the second all others.
                cut(product, "in a piece that is copied", () -> isStored(product, "v720/s00005.a1.m4s"));
                assertThat(isStored(product, LAST_COPIED + ".a1.m4s")).isFalse();
            }
            try (var product = start(settings)) {
                var shelf = new Shelf(product);
                shelf.await(id, PATIENCE, "READY");
                assertThat(product.command("show", id).printed()).contains("The rung v720 is copied");
                var list = checkExact(shelf.playlist(id));
                // What was listed before the cut stays; the rest of the piece is copied by another attempt.
                assertThat(list).contains("s00004.a1.m4s", LAST_COPIED.substring("v720/".length()) + ".a2.m4s");
            }
        }
        checkNothingWasEncodedInVain(ffmpeg.encodes());
    }

    /// The film, over a line that takes 8 s for it.
    private MisbehavingServer offered() {
        System.out.println("KilledIT has the seed " + seed + " (-Dreelmill.seed)");
        var body = Body.of(FILM.make(folder.resolve("film.mp4"), tools));
        return MisbehavingServer.start().on("/film.mp4", Behaviour.limited("video/mp4", body, body.size() / 8));
    }

    /// @param copy which films the ladder copies
    private Map<String, String> settings(MisbehavingServer origin, CountedFfmpeg ffmpeg, String copy)
            throws IOException {
        var usual = Files.readString(Needs.root().resolve("samples/ladders/usual.yml"));
        Files.writeString(folder.resolve(copy + ".yml"), "copy: " + copy + "\n" + usual);
        return Map.of(
                "reelmill.ladder.directory",
                folder.toString(),
                "reelmill.ladder.name",
                copy,
                "reelmill.outbound.allowed",
                "127.0.0.1:" + origin.port(),
                "reelmill.ffmpeg.path",
                ffmpeg.path().toString(),
                "reelmill.ffmpeg.shared",
                ffmpeg.shared(),
                "reelmill.reconcile.lease",
                "4s",
                "reelmill.worker.slots",
                Integer.toString(SLOTS));
    }

    private ReelmillProcess start(Map<String, String> settings) {
        var product = ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
        product.address();
        return product;
    }

    /// Waits for the moment, and a little more, and cuts the power.
    private void cut(ReelmillProcess product, String when, Callable<Boolean> moment) {
        Awaitility.await(when)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .pollInterval(Duration.ofMillis(4))
                .until(moment);
        int more = random.nextInt(60);
        Awaitility.await().pollDelay(Duration.ofMillis(more)).until(() -> true);
        assertThat(product.process().isAlive()).isTrue();
        product.kill();
        cuts.add(System.currentTimeMillis() * 1_000_000);
        System.out.println("Cut the power " + when + ", " + more + " ms in");
    }

    private long encodesSinceCut(CountedFfmpeg ffmpeg) {
        return ffmpeg.encodes().stream()
                .filter(start -> start.at() > cuts.getLast())
                .count();
    }

    /// How many segments of pictures lie in the object store.
    private static long segments(ReelmillProcess product) throws IOException {
        var objects = product.data().resolve("objects");
        if (!Files.isDirectory(objects)) {
            return 0;
        }
        try (var files =
                Files.find(objects, 12, (file, about) -> file.toString().endsWith(".m4s"))) {
            return files.count();
        }
    }

    private static boolean isStored(ReelmillProcess product, String name) throws IOException {
        var objects = product.data().resolve("objects");
        if (!Files.isDirectory(objects)) {
            return false;
        }
        try (var files = Files.find(objects, 12, (file, about) -> file.endsWith(name))) {
            return files.findAny().isPresent();
        }
    }

    private static boolean isFinishing(ReelmillProcess product, String id) {
        return product.operatorGet("/api/operator/titles/" + id).body().contains("\"FINISH\"");
    }

    /// @return the playlist of the tallest rung
    private String checkExact(URI playlist) throws IOException {
        var reader = new TestFilmReader(tools);
        try (var edge = new EdgeClient()) {
            var copy = edge.copy(playlist, folder.resolve("copy"));
            for (var height : new int[] {HEIGHT, 480, 360}) {
                assertThat(reader.frames(copy.picture(height)).differences(FILM.frames()))
                        .as("What is wrong with the frames of %sp", height)
                        .isEmpty();
            }
            var lips = reader.lipSync(copy.picture(HEIGHT), copy.sound());
            assertThat(lips.flashesAlone()).isEmpty();
            assertThat(lips.beepsAlone()).isEmpty();
            assertThat(lips.offsets())
                    .hasSizeGreaterThan(46)
                    .allSatisfy(offset -> assertThat(offset.milliseconds()).isBetween(-10.0, 10.0));
            return Files.readString(copy.picture(HEIGHT));
        }
    }

    /// In each life nothing is encoded twice, and again in a later life only what was in work at a cut, which
    /// is no more than there are slots.
    private void checkNothingWasEncodedInVain(List<CountedFfmpeg.Start> encodes) {
        var before = new HashSet<String>();
        for (var life = 0; life <= cuts.size(); life++) {
            long from = life == 0 ? 0 : cuts.get(life - 1);
            long to = life == cuts.size() ? Long.MAX_VALUE : cuts.get(life);
            var works = encodes.stream()
                    .filter(start -> start.at() >= from && start.at() < to)
                    .map(CountedFfmpeg.Start::work)
                    .toList();
            assertThat(works).as("What was encoded in life %s", life).doesNotHaveDuplicates();
            // In hand are a piece of the picture for each slot, and the sound beside them.
            assertThat(works.stream().filter(before::contains).filter(KilledIT::isPicture))
                    .as("What pictures were encoded in life %s, and before", life)
                    .hasSizeLessThanOrEqualTo(SLOTS);
            assertThat(works.stream().filter(before::contains))
                    .as("What was encoded in life %s, and before", life)
                    .hasSizeLessThanOrEqualTo(SLOTS + 1);
            before.addAll(works);
        }
        assertThat(encodes).hasSizeLessThanOrEqualTo(before.size() + (SLOTS + 1) * cuts.size());
        System.out.println(encodes.size() + " encoder starts for " + before.size() + " pieces of work");
    }

    private static boolean isPicture(String work) {
        return work.contains("libx264");
    }
}
