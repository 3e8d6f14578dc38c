package org.reelmill.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;
import org.reelmill.worker.probe.TextStream;
import org.reelmill.worker.probe.VideoStream;

class PlannerTest {

    private static final Rational FILM = new Rational(24000, 1001);

    @ParameterizedTest
    @CsvSource({
        "1920, 1080, '1080:1920x1080 720:1280x720 480:854x480 360:640x360'",
        "1920,  800, '1080:1920x800 720:1280x534 480:854x356 360:640x266'",
        "1080, 1920, '1080:1080x1920 720:720x1280 480:480x854 360:360x640'",
        "3840, 2160, '1080:1920x1080 720:1280x720 480:854x480 360:640x360'",
        "1000,  562, '720:1000x562 480:854x480 360:640x360'",
        " 640,  360, '360:640x360'",
        " 320,  240, '360:320x240'",
        " 720,  576, '720:720x576 480:600x480 360:450x360'"
    })
    void fitsTheLadderToThePictureAndNeverEnlarges(int width, int height, String expected) {
        var plan = plan(media(width, height, FILM, 1000), Waiting.NOBODY);
        var rungs = plan.rungs().stream()
                .map(rung -> rung.name().substring(1) + ":" + rung.width() + "x" + rung.height())
                .toList();
        assertThat(String.join(" ", rungs)).isEqualTo(expected);
    }

    @Test
    void beginsShortAndGoesOnInSixSeconds() {
        var plan = plan(media(1920, 1080, FILM, 48 * 20), Waiting.NOBODY);
        assertThat(plan.segmentFrames()).containsExactly(48L, 48L, 48L, 48L, 96L, 96L, 144L, 144L, 144L, 144L);
        assertThat(plan.chunks()).extracting(Chunk::frames).containsExactly(96L, 96L, 192L, 144L, 144L, 144L, 144L);
        assertThat(plan.chunks()).extracting(Chunk::firstFrame).containsExactly(0L, 96L, 192L, 384L, 528L, 672L, 816L);
        assertThat(plan.chunks()).extracting(Chunk::firstSegment).containsExactly(0, 2, 4, 6, 7, 8, 9);
    }

    @Test
    void endsInChunksOfOneSegment() {
        var plan = plan(media(1920, 1080, FILM, 48 * 33), Waiting.NOBODY);
        assertThat(plan.chunks())
                .extracting(chunk -> chunk.segmentFrames().size())
                .as("Of an odd number before the last four, one is alone")
                .containsExactly(2, 2, 2, 2, 2, 1, 1, 1, 1, 1);
        var longer = plan(media(1920, 1080, FILM, 48 * 36), Waiting.NOBODY);
        assertThat(longer.chunks())
                .extracting(chunk -> chunk.segmentFrames().size())
                .containsExactly(2, 2, 2, 2, 2, 2, 1, 1, 1, 1);
    }

    @Test
    void whoWaitsGetsTheFirstSegmentsInChunksOfTheirOwn() {
        var plan = plan(media(1920, 1080, FILM, 48 * 20 + 300), Waiting.SOMEBODY);
        assertThat(plan.chunks())
                .extracting(Chunk::frames)
                .containsExactly(48L, 48L, 48L, 48L, 96L, 96L, 144L, 144L, 144L, 144L, 144L, 144L, 12L);
        assertThat(plan.cushion()).isEqualTo(4);
    }

    @Test
    void aFilmOfOneSegmentCanBePlayedWithIt() {
        assertThat(plan(media(1920, 1080, FILM, 40), Waiting.SOMEBODY).cushion())
                .isEqualTo(1);
    }

    @Test
    void joinsATailThatPlayersWouldStumbleOver() {
        assertThat(plan(media(640, 360, FILM, 96 + 10), Waiting.NOBODY).segmentFrames())
                .containsExactly(48L, 58L);
        assertThat(plan(media(640, 360, FILM, 96 + 11), Waiting.NOBODY).segmentFrames())
                .containsExactly(48L, 48L, 11L);
        assertThat(plan(media(640, 360, FILM, 3), Waiting.NOBODY).segmentFrames())
                .containsExactly(3L);
    }

    @Test
    void halvesRatesAboveSixty() {
        var grid = plan(media(640, 360, new Rational(120, 1), 1201), Waiting.NOBODY)
                .grid();
        assertThat(grid.rate()).isEqualTo(new Rational(60, 1));
        assertThat(grid.frames()).isEqualTo(601);
    }

    @ParameterizedTest
    @CsvSource({
        "1280,  720, '540:960x540 360:640x360 240:426x240 144:256x144'",
        " 719, 1279, '540:540x960 360:360x640 240:240x426 144:144x256'",
        " 333,  187, '240:334x188 144:256x144'",
        " 160,   90, '144:160x90'"
    })
    void otherLaddersFitToo(int width, int height, String expected) {
        var plan = new Planner(EncodeSpeed.guessed())
                .plan(media(width, height, FILM, 1000), LadderReader.shipped("mobile"), Waiting.NOBODY);
        var rungs = plan.rungs().stream()
                .map(rung -> rung.name().substring(1) + ":" + rung.width() + "x" + rung.height())
                .toList();
        assertThat(String.join(" ", rungs)).isEqualTo(expected);
        assertThat(plan.ladder()).startsWith("mobile-");
    }

    @ParameterizedTest
    @CsvSource({
        "60000, 1001, '1 1 2 2'",
        "50, 1, '1 1 2 2'",
        "48, 1, '1 1 2 2'",
        "30, 1, '1 1 1 1'",
        "24000, 1001, '1 1 1 1'"
    })
    void halvesTheRungsThatTheLadderSaysOfHighRatesOnly(long frames, long seconds, String expected) {
        var plan = new Planner(EncodeSpeed.guessed())
                .plan(
                        media(1920, 1080, new Rational(frames, seconds), 1001),
                        LadderReader.shipped("smooth"),
                        Waiting.NOBODY);
        assertThat(plan.rungs().stream().map(rung -> "" + rung.frames().every()).toList())
                .isEqualTo(List.of(expected.split(" ")));
        var low = plan.rungs().getLast();
        assertThat(plan.segmentBounds(low).getLast())
                .isEqualTo(plan.grid().shown(low.frames()).frames());
        assertThat(plan.chunks().stream()
                        .map(chunk -> chunk.shown(low.frames()))
                        .mapToLong(Chunk::frames)
                        .sum())
                .isEqualTo(plan.grid().shown(low.frames()).frames());
        assertThat(plan.grid().gop() % low.frames().every()).isZero();
    }

    @Test
    void whoWaitsGetsTheRungsThatAreFastEnough() {
        var media = media(1920, 1080, FILM, 1000);
        var slow = new Planner(new EncodeSpeed(1)).plan(media, Ladder.usual(), Waiting.SOMEBODY);
        assertThat(slow.sets())
                .containsExactly(
                        new RungSet("early", List.of("v360")), new RungSet("rest", List.of("v1080", "v720", "v480")));
        var usual = new Planner(new EncodeSpeed(140e6)).plan(media, Ladder.usual(), Waiting.SOMEBODY);
        assertThat(usual.sets().getFirst().rungs()).containsExactly("v480", "v360");
        var fast = new Planner(new EncodeSpeed(1e9)).plan(media, Ladder.usual(), Waiting.SOMEBODY);
        assertThat(fast.sets()).containsExactly(new RungSet("early", List.of("v1080", "v720", "v480", "v360")));
        assertThat(plan(media, Waiting.NOBODY).sets()).extracting(RungSet::name).containsExactly("all");
    }

    @Test
    void levelsFollowSizeAndRate() {
        assertThat(plan(media(1920, 1080, FILM, 1000), Waiting.NOBODY).rungs())
                .extracting(RungPlan::level)
                .containsExactly("4.0", "3.1", "3.0", "3.0");
        assertThat(plan(media(1920, 1080, new Rational(60, 1), 1000), Waiting.NOBODY)
                        .rungs())
                .extracting(RungPlan::level)
                .containsExactly("4.2", "3.2", "3.1", "3.1");
    }

    @Test
    void picturesOfTextAreLeftOutWithAWarning() {
        var plan = plan(media(640, 360, FILM, 100), Waiting.NOBODY);
        assertThat(plan.text()).singleElement().extracting(TextPlan::name).isEqualTo("t0-en");
        assertThat(plan.warnings()).singleElement().asString().contains("Subtitle track 3 (hdmv_pgs_subtitle)");
    }

    private static IngestPlan plan(MediaInfo media, Waiting waiting) {
        return new Planner(EncodeSpeed.guessed()).plan(media, Ladder.usual(), waiting);
    }

    private static MediaInfo media(int width, int height, Rational rate, long frames) {
        var timing = new FrameTiming(Duration.ZERO, rate.duration(frames - 1), rate, FrameTiming.Rhythm.CONSTANT);
        var video = new VideoStream(
                0,
                "h264",
                width,
                height,
                new Rational(1, 1),
                0,
                "yuv420p",
                rate,
                rate,
                frames,
                new VideoStream.Colour(null, null, null, null),
                VideoStream.Scan.PROGRESSIVE,
                null,
                true,
                timing);
        var text = new TextStream(2, "subrip", "en", null, false, false, false);
        var pictures = new TextStream(3, "hdmv_pgs_subtitle", "en", null, false, false, false);
        return new MediaInfo(
                "mov",
                MediaInfo.Index.PRESENT,
                rate.duration(frames),
                Duration.ZERO,
                List.of(video),
                List.of(),
                List.of(text, pictures),
                List.of());
    }
}
