package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.TestFilm;

class TimelineTest {

    private static final TestFilm FOUR_FRAMES = TestFilm.builder().rate(2, 1).duration(Duration.ofSeconds(2));

    @TempDir
    Path folder;

    @Test
    void findsNothingInFramesThatStandWhereTheyBelong() {
        assertThat(Timeline.of(FOUR_FRAMES, List.of(0, 1, 2, 3), List.of(0.0, 0.5, 1.0, 1.5)))
                .isEqualTo(Timeline.EXACT);
    }

    @Test
    void countsWhatIsMissingRepeatedAndMoved() {
        var timeline = Timeline.of(FOUR_FRAMES, List.of(0, 1, 1, 2), List.of(0.0, 0.5, 1.0, 1.5));

        assertThat(timeline).isEqualTo(new Timeline(1, 1, 2, 500, 0, 0));
    }

    @Test
    void seesAFrameThatIsATickLate() {
        var timeline = Timeline.of(FOUR_FRAMES, List.of(0, 1, 2, 3), List.of(0.0, 0.5, 1.0001, 1.5));

        assertThat(timeline.moved()).isZero();
        assertThat(timeline.offMillis()).isEqualTo(0.1, within(1e-6));
        assertThat(Timeline.rows(timeline, Timeline.EXACT, 21.3).get(3).verdict())
                .isEqualTo("NOT REACHED");
    }

    @Test
    void pairsEachFlashWithItsBeep() {
        assertThat(Timeline.late(List.of(1.0, 2.0), List.of(1.001, 2.03, 2.9))).isEqualTo(0.03, within(1e-9));
        assertThat(Timeline.late(List.of(1.0, 2.0), List.of(1.0))).isInfinite();
    }

    @Test
    void takesTheWorstOfSeveralFilms() {
        var one = new Timeline(1, 0, 0, 0.1, 5, 2);
        var other = new Timeline(2, 3, 0, 0.2, 1, 9);

        assertThat(one.and(other)).isEqualTo(new Timeline(3, 3, 0, 0.2, 5, 9));
    }

    /// Segments of two seconds, written by ffmpeg itself.
    @Test
    void readsAPublicationPieceByPieceAndHearsWhatWasShifted() throws IOException {
        var tools = MediaTools.bundled();
        var film = TestFilm.builder().duration(Duration.ofSeconds(30));
        Path source = film.make(folder.resolve("film.mp4"), tools);
        Path picture = playlist(tools, source, "picture", List.of("-map", "0:v"));
        Path sound = playlist(tools, source, "sound", List.of("-map", "0:a"));
        Path late = playlist(
                tools, source, "late", List.of("-map", "0:a", "-af", "adelay=100:all=1", "-c:a", "aac", "-t", "30"));
        Path scratch = Files.createDirectories(folder.resolve("scratch"));

        var good = Timeline.of(film, picture, sound, tools, scratch);
        assertThat(new Timeline(good.missing(), good.repeated(), good.moved(), 0, 0, 0))
                .isEqualTo(Timeline.EXACT);
        assertThat(good.offMillis()).isLessThan(0.01);
        assertThat(good.lateMillis()).isLessThan(25);
        assertThat(good.endMillis()).isLessThan(45);
        assertThat(Timeline.of(film, picture, late, tools, scratch).lateMillis())
                .isBetween(75.0, 125.0);
        assertThat(Timeline.of(film, source, tools).lateMillis()).isLessThan(1);
    }

    @Test
    void cutsAPlaylistIntoRanges() throws IOException {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n");
        IntStream.range(0, 5)
                .forEach(number -> text.append("#EXTINF:2.5,\ns").append(number).append(".m4s\n"));
        Path playlist = Files.writeString(folder.resolve("index.m3u8"), text + "#EXT-X-ENDLIST\n");

        var ranges = SegmentRange.of(playlist, 2);

        assertThat(ranges).extracting(SegmentRange::start).containsExactly(0.0, 5.0, 10.0);
        assertThat(ranges.getLast().segments()).containsExactly(folder.resolve("init.mp4"), folder.resolve("s4.m4s"));
    }

    private Path playlist(MediaTools tools, Path source, String name, List<String> what) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        var arguments = new java.util.ArrayList<>(List.of("-i", source.toString(), "-c", "copy"));
        arguments.addAll(what);
        arguments.addAll(List.of("-avoid_negative_ts", "disabled", "-f", "hls", "-hls_time", "2"));
        arguments.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
        Path playlist = directory.resolve("index.m3u8");
        arguments.add(playlist.toString());
        tools.ffmpeg(arguments);
        return playlist;
    }
}
