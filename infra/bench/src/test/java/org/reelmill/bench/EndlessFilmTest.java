package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.MediaTools;

class EndlessFilmTest {

    private final MediaTools tools = MediaTools.bundled();

    @TempDir
    Path folder;

    @Test
    void isAFilmThatFfmpegDecodesToItsLastPicture() throws IOException {
        var film = EndlessFilm.of(15_000_000, tools, folder.resolve("clip.mp4"));
        Path file = folder.resolve("film.mp4");
        try (var out = Files.newOutputStream(file)) {
            film.write(0, film.size(), out);
        }

        assertThat(Files.size(file)).isEqualTo(film.size()).isBetween(14_000_000L, 15_000_000L);
        assertThat(film.frames()).isEqualTo(150);
        var counted = tools.ffprobe(List.of(
                "-count_frames",
                "-show_entries",
                "stream=nb_read_frames,nb_frames,duration,avg_frame_rate",
                "-of",
                "csv=p=0",
                file.toString()));
        assertThat(counted.strip()).isEqualTo("25/1,6.000000,150,150");
        // Any error ends it.
        tools.ffmpeg(List.of("-xerror", "-err_detect", "explode", "-i", file.toString(), "-f", "null", "-"));
    }

    @Test
    void hasTheSamePicturesAtTheEndOfAHundredGigabytesAsInFront() throws IOException {
        var film = EndlessFilm.of(100_000_000_000L, tools, folder.resolve("clip.mp4"));

        assertThat(film.size()).isBetween(99_990_000_000L, 100_010_000_000L);
        assertThat(film.frames() / EndlessFilm.FRAMES_PER_SECOND).isLessThan(12 * 60 * 60);
        long block = 2L * EndlessFilm.FRAMES_PER_SECOND * 96_000;
        long media = film.size() - film.frames() / 50 * block;
        assertThat(bytes(film, film.size() - block, 5000)).isEqualTo(bytes(film, media, 5000));
        assertThat(bytes(film, media - 100, 5100)).endsWith(bytes(film, media, 5000));
    }

    private static byte[] bytes(EndlessFilm film, long from, int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        film.write(from, from + length, bytes);
        return bytes.toByteArray();
    }
}
