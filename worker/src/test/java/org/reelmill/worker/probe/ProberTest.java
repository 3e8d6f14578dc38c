package org.reelmill.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.Needs;
import org.reelmill.testing.TestFilm;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.ffmpeg.MediaInput;

class ProberTest {

    @TempDir
    Path work;

    @Test
    void describesTracksLanguagesAndChapters() throws IOException {
        var film = TestFilm.builder()
                .container(Container.MKV)
                .audioTracks(List.of("eng", "ger"))
                .channels(2)
                .subtitles(List.of("fre"))
                .chapters(3);
        var media = probe(film.make(work.resolve("film"), TestMedia.tools()));
        assertThat(media.video()).singleElement().satisfies(video -> {
            assertThat(video.width()).isEqualTo(640);
            assertThat(video.codec()).isEqualTo("h264");
            assertThat(video.timing()).isNotNull();
        });
        assertThat(media.audio()).extracting(AudioStream::language).containsExactly("en", "de");
        assertThat(media.text()).extracting(TextStream::language).containsExactly("fr");
        assertThat(media.chapters())
                .extracting(chapter -> chapter.end().toMillis())
                .containsExactly(3333L, 6667L, 10000L);
        assertThat(media.duration()).isBetween(Duration.ofMillis(9_990), Duration.ofMillis(10_100));
    }

    @ParameterizedTest
    @CsvSource({"24000, 1001", "25, 1", "30000, 1001", "60, 1", "12, 1"})
    void countsFramesInContainersThatDoNotSayTheirNumber(int frames, int seconds) throws IOException {
        var film = TestFilm.builder().rate(frames, seconds).container(Container.MKV);
        var timing = timing(probe(film.make(work.resolve("film"), TestMedia.tools())));
        assertThat(timing.frames()).isEqualTo(film.frames());
        assertThat(timing.rate()).isEqualTo(new Rational(frames, seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mov", "matroska"})
    void readsLittleOfALongFilm(String muxer) throws Exception {
        Path file =
                make("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=60", "-c:v", "mjpeg", "-q:v", "2", "-f", muxer);
        try (var server = RangeServer.of(file)) {
            var input = new MediaInput(server.uri(), TestMedia.input(file).demuxer());
            var timing = timing(TestMedia.probe(input));
            assertThat(timing.frames()).isEqualTo(1500);
            // Most of it lies in the buffers of connections that ffmpeg closed.
            assertThat(server.bytesSent()).isLessThan(Files.size(file) / 2);
        }
    }

    @Test
    void refusesSoundWithoutAPicture() {
        Path file = make("-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", "-f", "mp4");
        assertRefused(file, "no-video", "no picture track");
    }

    @Test
    void refusesWhatIsCutShort() throws IOException {
        Path whole =
                TestFilm.builder().layout(TestFilm.Layout.INDEX_LAST).make(work.resolve("whole"), TestMedia.tools());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(work.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(cut, "not-a-film", "cannot be read");
    }

    @Test
    void readsFragmentedFilesThrough() {
        var film = TestFilm.builder().layout(TestFilm.Layout.FRAGMENTED);
        var media = probe(film.make(work.resolve("film"), TestMedia.tools()));
        assertThat(media.index()).isEqualTo(MediaInfo.Index.ABSENT);
        assertThat(timing(media).frames()).isEqualTo(film.frames());
        assertThat(timing(media).rate()).isEqualTo(new Rational(25, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "24000, 1001, TS",
        "60, 1, TS",
        "30000, 1001, AVI",
        "25, 1, AVI",
        "24000, 1001, FLV",
        "50, 1, WMV",
        "25, 1, PS",
        "30000, 1001, LIVE_MKV"
    })
    void countsFramesOfContainersWithoutAnIndex(int frames, int seconds, Container container) {
        var film = TestFilm.builder().rate(frames, seconds).container(container);
        var media = probe(film.make(work.resolve("film"), TestMedia.tools()));
        assertThat(media.index()).isEqualTo(MediaInfo.Index.ABSENT);
        assertThat(timing(media).frames()).isEqualTo(film.frames());
        assertThat(timing(media).rate()).isEqualTo(new Rational(frames, seconds));
        assertThat(timing(media).rhythm()).isEqualTo(FrameTiming.Rhythm.CONSTANT);
    }

    @Test
    void saysWhereTheClockOfAJoinedFilmJumps() throws IOException {
        Path first = TestFilm.builder().container(Container.TS).make(work.resolve("first"), TestMedia.tools());
        Path joined = work.resolve("joined");
        Files.write(joined, Files.readAllBytes(first));
        Files.write(joined, Files.readAllBytes(first), StandardOpenOption.APPEND);
        assertRefused(joined, "broken-times", "jumps back");
    }

    @Test
    void findsAHoleInTheMiddleOfAFilmWhoseFramesAreNotCounted() {
        Path file = make(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=30:d=20",
                "-vf",
                "select='not(between(t,8,11))'",
                "-fps_mode",
                "passthrough",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-f",
                "mpegts");
        assertThat(timing(probe(file)).frames()).isEqualTo(600);
        assertThat(timing(probe(file)).rhythm()).isEqualTo(FrameTiming.Rhythm.VARIABLE);
    }

    @Test
    void laysVariableRatesOnOneThatLosesNearlyNothing() {
        Path file = make(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=30:d=8",
                "-vf",
                "select='if(lt(t,3),1,if(lt(t,5),not(mod(n,3)),not(mod(n,2))))'",
                "-fps_mode",
                "vfr",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-f",
                "mp4");
        var timing = timing(probe(file));
        assertThat(timing.rhythm()).isEqualTo(FrameTiming.Rhythm.VARIABLE);
        assertThat(timing.rate()).isEqualTo(new Rational(30, 1));
        assertThat(timing.frames()).isBetween(238L, 240L);
    }

    @Test
    void takesAFilmThatWasCutInTheMiddleOfReorderedFrames() {
        var film = Needs.sharedMedia().resolve("C-open/metadata_injection.mp4");
        var timing = timing(probe(film));
        assertThat(timing.rate()).isEqualTo(new Rational(24, 1));
        assertThat(timing.frames()).isEqualTo(29);
    }

    @Test
    void takesAPhonesJitter() {
        Path file = make(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=30:d=8",
                "-vf",
                "settb=1/90000,setpts=PTS+mod(N\\,3)*300",
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "1/90000",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-f",
                "mp4");
        var timing = timing(probe(file));
        assertThat(timing.rate()).isEqualTo(new Rational(30, 1));
        assertThat(timing.frames()).isEqualTo(240);
    }

    @Test
    void aPlaylistInsideTheForcedDemuxerIsNoFilm() throws IOException {
        Path list = Files.writeString(work.resolve("film.mp4"), "#EXTM3U\n#EXTINF:2,\n/etc/hostname\n");
        assertThatThrownBy(() -> TestMedia.probe(new MediaInput(list.toUri(), "mov")))
                .extracting("failure.code")
                .isEqualTo("not-a-film");
    }

    @Test
    void ffmpegGetsNoOtherProtocols() {
        assertThatThrownBy(() -> new MediaInput(URI.create("https://example.org/film"), "mov"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(Path file, String code, String words) {
        assertThatThrownBy(() -> probe(file))
                .hasMessageContaining(words)
                .extracting("failure.code")
                .isEqualTo(code);
    }

    private Path make(String... arguments) {
        Path file = work.resolve("made");
        var command = new ArrayList<>(List.of(arguments));
        command.add(file.toString());
        TestMedia.tools().ffmpeg(command);
        return file;
    }

    private static MediaInfo probe(Path file) {
        return TestMedia.probe(TestMedia.input(file));
    }

    private static FrameTiming timing(MediaInfo media) {
        return Objects.requireNonNull(media.video().getFirst().timing());
    }
}
