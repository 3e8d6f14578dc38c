package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Rung;

/// Sources whose clocks, shapes or colours are not the usual ones.
class AwkwardSourcesTest {

    private static final Duration LENGTH = Duration.ofSeconds(9);

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    @ParameterizedTest
    @EnumSource(names = {"MP4", "MKV"})
    void timesThatBeginElsewhereBecomeZero(Container container) throws IOException {
        Path source = remade(container, "-c", "copy", "-output_ts_offset", "7.3");
        var plan = TestMedia.plan(TestMedia.input(source), TestMedia.ladder());
        assertThat(plan.grid().origin().toMillis()).isBetween(7290L, 7400L);
        assertExact(source);
    }

    @ParameterizedTest
    @EnumSource(names = {"MP4", "MKV"})
    void soundThatBeginsBeforeThePictureIsCut(Container container) throws IOException {
        var film = film(container);
        Path original = film.make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("moved");
        // Both tracks 2.5 s later, with two seconds of silence put in front of the sound.
        var arguments = new ArrayList<>(List.of("-itsoffset", "2.5", "-i", original.toString()));
        arguments.addAll(List.of("-itsoffset", "2.5", "-i", original.toString()));
        arguments.addAll(List.of("-map", "0:v", "-map", "1:a", "-c:v", "copy"));
        arguments.addAll(List.of("-af", "aresample=async=1:first_pts=24000", "-c:a", "aac"));
        arguments.addAll(List.of("-f", container == Container.MP4 ? "mp4" : "matroska", source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        assertExact(source);
    }

    @Test
    void aPhonesPortraitFilmIsUprightAndNeverEnlarged() throws IOException {
        Path source = remade(Container.MP4, "-c", "copy");
        Path turned = work.resolve("turned.mp4");
        TestMedia.tools()
                .ffmpeg(List.of("-display_rotation", "90", "-i", source.toString(), "-c", "copy", turned.toString()));
        MediaInput input = TestMedia.input(turned);
        var plan = TestMedia.plan(input, Ladder.usual());
        assertThat(plan.rungs())
                .singleElement()
                .satisfies(
                        rung -> assertThat(rung.width() + "x" + rung.height()).isEqualTo("360x640"));
        var renditions = TestMedia.encode(input, plan, work);
        assertThat(described(renditions.file("v360"))).contains("width=360", "height=640", "sample_aspect_ratio=1:1");
    }

    @Test
    void fullRangeTenBitAnamorphicPicturesBecomeOrdinary() throws IOException {
        Path source = remade(
                Container.MKV,
                "-vf",
                "scale=out_range=pc,format=yuv422p10le,setsar=4/3",
                "-color_range",
                "pc",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "copy");
        MediaInput input = TestMedia.input(source);
        var plan = TestMedia.plan(input, new Ladder("small", "ultrafast", List.of(new Rung(360, 23, 1500))));
        assertThat(plan.rungs().getFirst().width()).isEqualTo(640);
        assertThat(plan.rungs().getFirst().height()).isEqualTo(270);
        var renditions = TestMedia.encode(input, plan, work);
        assertThat(described(renditions.file("v360")))
                .contains("pix_fmt=yuv420p", "color_range=tv", "color_space=bt709", "sample_aspect_ratio=1:1");
        assertThat(reader.frames(renditions.file("v360"))
                        .differences(film(Container.MKV).frames()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smpte2084", "arib-std-b67"})
    void highDynamicRangeIsToneMapped(String transfer) throws IOException {
        Path source = remade(
                Container.MKV,
                "-vf",
                "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=" + transfer + ":colorspace=bt2020nc",
                "-color_primaries",
                "bt2020",
                "-color_trc",
                transfer,
                "-colorspace",
                "bt2020nc",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-t",
                "2",
                "-c:a",
                "copy");
        MediaInput input = TestMedia.input(source);
        var plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.media().video().getFirst().colour().isHdr()).isTrue();
        var renditions = TestMedia.encode(input, plan, work);
        assertThat(described(renditions.file("v360"))).contains("color_transfer=bt709", "color_primaries=bt709");
        assertThat(reader.frames(renditions.file("v360")).numbers())
                .isEqualTo(reader.frames(source).numbers())
                .hasSizeGreaterThan(48);
    }

    @Test
    void fieldsOfInterlacedPicturesAreWoven() throws IOException {
        Path source = remade(
                Container.MP4,
                "-vf",
                "setfield=tff",
                "-flags",
                "+ilme+ildct",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-x264-params",
                "tff=1",
                "-c:a",
                "copy");
        var plan = assertExact(source);
        assertThat(plan.media().video().getFirst().scan().name()).isEqualTo("INTERLACED");
    }

    @Test
    void sixChannelsAndTwoLanguagesBecomeStereoRenditions() throws IOException {
        var film = film(Container.MKV).audioTracks(List.of("eng", "ger")).channels(6);
        MediaInput input = TestMedia.input(film.make(work.resolve("film"), TestMedia.tools()));
        var plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.audio()).extracting("name").containsExactly("a0-en", "a1-de");
        assertThat(plan.audio()).extracting("label").containsExactly("English", "Deutsch");
        assertThat(plan.audio()).extracting("isDefault").containsExactly(true, false);
        var renditions = TestMedia.encode(input, plan, work);
        assertThat(reader.sound(renditions.file("a0-en"), 0).hertz()).isCloseTo(1000, within(40));
        assertThat(reader.sound(renditions.file("a1-de"), 0).hertz()).isCloseTo(1250, within(40));
        assertThat(described(renditions.file("a1-de"))).contains("channels=2", "sample_rate=48000", "codec_name=aac");
    }

    private IngestPlan assertExact(Path source) throws IOException {
        MediaInput input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        var renditions = TestMedia.encode(input, plan, work.resolve("encoded"));
        Path picture = renditions.file("v180");
        assertThat(reader.frames(picture).differences(film(Container.MP4).frames()))
                .isEmpty();
        var lips = reader.lipSync(picture, renditions.file("a0-en"));
        assertThat(lips.offsets())
                .hasSize(9)
                .allSatisfy(offset -> assertThat(offset.milliseconds()).isBetween(-3.0, 3.0));
        return plan;
    }

    private Path remade(Container container, String... options) {
        Path original = film(container).make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        var arguments = new ArrayList<>(List.of("-i", original.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-f", container == Container.MP4 ? "mp4" : "matroska", source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        return source;
    }

    private static String described(Path file) {
        return TestMedia.tools().ffprobe(List.of("-show_streams", file.toString()));
    }

    private static TestFilm film(Container container) {
        return TestFilm.builder().duration(LENGTH).container(container).keyframeEvery(61);
    }
}
