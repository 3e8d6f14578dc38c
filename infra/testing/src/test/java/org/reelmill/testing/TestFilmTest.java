package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestFilmTest {

    private static final MediaTools TOOLS = MediaTools.bundled();

    private final TestFilmReader reader = new TestFilmReader(TOOLS);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"24, 1", "24000, 1001", "25, 1", "30000, 1001", "30, 1", "60, 1"})
    void everyFrameIsReadBackInItsPlace(int frames, int seconds) {
        var film = TestFilm.builder().rate(frames, seconds).duration(Duration.ofMillis(6300));
        var file = film.make(folder.resolve("film.mp4"), TOOLS);

        var reading = reader.frames(file);

        assertThat(reading.differences(film.frames())).isEmpty();
        assertThat(reading.largestTimeError(film.rate())).isLessThan(0.001);
        assertThat(reader.sound(file, 0).seconds()).isBetween(film.seconds() - 0.001, film.seconds() + 0.022);
        var lipSync = reader.lipSync(file);
        assertThat(lipSync.offsets()).hasSize(7);
        assertThat(lipSync.largestMilliseconds()).isLessThan(1);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void everyContainerIsReadBack(Container container) {
        var film = TestFilm.builder()
                .rate(30000, 1001)
                .duration(Duration.ofSeconds(4))
                .container(container)
                .channels(2)
                .audioTracks(List.of("eng", "fra"))
                .subtitles(container.holdsSubtitles() ? List.of("eng", "fra") : List.of())
                .chapters(2);
        var file = film.make(folder.resolve("film"), TOOLS);

        assertThat(reader.frames(file).differences(film.frames())).isEmpty();
        if (container == Container.WMV) {
            // It has no place to say that 2048 samples at its start are the encoder's own, and its first beep
            // begins in them.
            assertThat(reader.lipSync(file).largestMilliseconds()).isLessThan(43.5);
        } else {
            assertThat(reader.lipSync(file).largestMilliseconds()).isLessThan(2);
            assertThat(reader.sound(file, 0).hertz()).isEqualTo(1000);
            assertThat(reader.sound(file, 1).hertz()).isEqualTo(1250);
        }
        var streams = TOOLS.ffprobe(
                List.of("-show_entries", "stream=codec_type:stream_tags=language", "-of", "csv=p=0", file.toString()));
        if (container.namesLanguages()) {
            assertThat(streams).contains("audio,eng", "audio,fra");
        }
        if (container.holdsSubtitles()) {
            assertThat(streams).contains("subtitle,eng", "subtitle,fra");
        }
    }

    @Test
    void theBarCodeSurvivesALowRung() {
        var film = TestFilm.builder().size(1920, 1080).rate(24, 1).duration(Duration.ofSeconds(5));
        var file = film.make(folder.resolve("film.mp4"), TOOLS);
        var rung = convert(
                file,
                "rung.mp4",
                "-vf",
                "scale=320:180",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-b:v",
                "110k",
                "-maxrate",
                "110k",
                "-bufsize",
                "220k");

        assertThat(reader.frames(rung).differences(film.frames())).isEmpty();
    }

    @Test
    void differencesNameMissingDoubledAndMovedFrames() {
        var film = TestFilm.builder().duration(Duration.ofSeconds(4));
        var file = film.make(folder.resolve("film.mp4"), TOOLS);

        var dropped = convert(file, "dropped.mp4", "-vf", "select=not(eq(n\\,30))", "-fps_mode", "passthrough");
        assertThat(reader.frames(dropped).differences(film.frames())).isEqualTo("missing: 1 frames, [30]\n");
        assertThat(reader.frames(dropped).largestTimeError(film.rate())).isGreaterThan(39);

        var doubled = convert(
                file,
                "doubled.mp4",
                "-filter_complex",
                "[0:v]split[a][b];[a]trim=end_frame=41[c];[b]trim=start_frame=40,setpts=PTS-STARTPTS[d];[c][d]concat");
        assertThat(reader.frames(doubled).differences(film.frames())).isEqualTo("doubled: 1 frames, [40]\n");

        var swapped = convert(file, "swapped.mp4", "-vf", "shuffleframes=1 0");
        assertThat(reader.frames(swapped).differences(film.frames())).startsWith("out of order: 50 frames, [0, 2, 4,");

        var mixed = convert(file, "mixed.mp4", "-vf", "tmix=frames=2");
        assertThat(reader.frames(mixed).differences(film.frames())).contains("unreadable: ");

        assertThat(reader.frames(file).differences(film.frames() + 1)).isEqualTo("missing: 1 frames, [100]\n");
        assertThat(reader.frames(file).differences(film.frames() - 1)).isEqualTo("not of this film: 1 frames, [99]\n");
    }

    @Test
    void soundThatIsTwentyMillisecondsLateIsSeen() {
        var file = TestFilm.builder().duration(Duration.ofSeconds(4)).make(folder.resolve("film.mp4"), TOOLS);
        var late = convert(file, "late.mp4", "-c:v", "copy", "-af", "adelay=20");

        assertThat(reader.lipSync(late).offsets())
                .allSatisfy(offset -> assertThat(offset.milliseconds()).isBetween(19.0, 21.0));
    }

    @Test
    void missingBeepsAreSeen() {
        var file = TestFilm.builder().duration(Duration.ofSeconds(4)).make(folder.resolve("film.mp4"), TOOLS);
        var mute = convert(file, "mute.mp4", "-c:v", "copy", "-af", "volume=0:enable='between(t,1.5,2.5)'");

        assertThat(reader.lipSync(mute).flashesAlone()).containsExactly(2.0);
        assertThat(reader.lipSync(mute).largestMilliseconds()).isInfinite();
    }

    @Test
    void assembledRenditionsAreReadFromTheirPlaylists() throws Exception {
        var film = TestFilm.builder().duration(Duration.ofSeconds(6));
        var file = film.make(folder.resolve("film.mp4"), TOOLS);
        convert(
                file,
                "video.m3u8",
                "-c:v",
                "copy",
                "-an",
                "-f",
                "hls",
                "-hls_time",
                "2",
                "-hls_playlist_type",
                "vod",
                "-hls_segment_type",
                "fmp4",
                "-hls_fmp4_init_filename",
                "init.mp4");
        convert(file, "sound.m3u8", "-vn", "-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod");
        var playlist = folder.resolve("video.m3u8");

        assertThat(reader.frames(playlist).differences(film.frames())).isEmpty();
        assertThat(reader.sound(folder.resolve("sound.m3u8"), 0).beeps()).hasSize(6);

        Files.writeString(playlist, Files.readString(playlist).replace("video1.m4s", "video0.m4s"));
        assertThat(reader.frames(playlist).differences(film.frames())).startsWith("missing: 50 frames, [50, ");
    }

    @ParameterizedTest
    @EnumSource(TestFilm.Layout.class)
    void theIndexStandsWhereItShould(TestFilm.Layout layout) throws Exception {
        var film = TestFilm.builder().layout(layout).duration(Duration.ofSeconds(2));
        var bytes = new String(
                Files.readAllBytes(film.make(folder.resolve("film.mp4"), TOOLS)),
                java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(bytes.indexOf("moov") < bytes.indexOf("mdat")).isEqualTo(layout != TestFilm.Layout.INDEX_LAST);
        assertThat(bytes.contains("moof")).isEqualTo(layout == TestFilm.Layout.FRAGMENTED);
    }

    @Test
    void refusesWhatAContainerCannotHold() {
        var film = TestFilm.builder().container(Container.TS).subtitles(List.of("eng"));

        assertThatThrownBy(() -> film.make(folder.resolve("film.ts"), TOOLS))
                .hasMessageContaining("cannot hold subtitles");
    }

    private Path convert(Path film, String name, String... arguments) {
        var command = new java.util.ArrayList<>(List.of("-i", film.toString()));
        command.addAll(List.of(arguments));
        command.add(folder.resolve(name).toString());
        TOOLS.ffmpeg(command);
        return folder.resolve(name);
    }
}
