package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Long films from short natural clips, for what a drawn [TestFilm] cannot stand for: encoding
/// time, quality, rate.
public final class NaturalFilm {

    private NaturalFilm() {}

    /// Writes an MP4 that repeats a clip until it is at least `length` long. The picture is copied,
    /// not encoded again, so an hour takes seconds; its frames stand at a constant rate over the
    /// seams. Sound is cut or padded to the picture, and encoded.
    ///
    /// @param clip H.264 of constant rate that begins with a keyframe, with or without sound
    /// @return `film`
    public static Path loop(Path clip, Duration length, Path film, MediaTools tools) {
        Path work = null;
        try {
            work = Files.createTempDirectory(film.toAbsolutePath().getParent(), ".loop");
            var picture = work.resolve("picture.mp4");
            tools.ffmpeg(List.of("-i", clip.toString(), "-map", "0:v:0", "-c", "copy", picture.toString()));
            var seconds = seconds(picture, tools);
            var sound = work.resolve("sound.wav");
            tools.ffmpeg(soundOf(clip, seconds, sound, tools));
            var again = Integer.toString((int) Math.ceil(length.toMillis() / 1000.0 / seconds) - 1);
            tools.ffmpeg(List.of(
                    "-stream_loop",
                    again,
                    "-i",
                    picture.toString(),
                    "-stream_loop",
                    again,
                    "-i",
                    sound.toString(),
                    "-map",
                    "0:v",
                    "-map",
                    "1:a",
                    "-c:v",
                    "copy",
                    "-c:a",
                    "aac",
                    "-b:a",
                    "160k",
                    "-movflags",
                    "+faststart",
                    "-f",
                    "mp4",
                    film.toString()));
            return film;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    /// How long the picture is by its frames; a container's own duration may be the sound's.
    private static double seconds(Path picture, MediaTools tools) {
        var answer = tools.ffprobe(List.of(
                "-select_streams",
                "v:0",
                "-show_entries",
                "stream=r_frame_rate,nb_frames",
                "-of",
                "csv=p=0",
                picture.toString()));
        var fields = answer.strip().split("[,/]");
        var rate = new FrameRate(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
        return rate.timeOf(Long.parseLong(fields[2]));
    }

    private static List<String> soundOf(Path clip, double seconds, Path sound, MediaTools tools) {
        var tracks = tools.ffprobe(
                List.of("-select_streams", "a", "-show_entries", "stream=index", "-of", "csv=p=0", clip.toString()));
        var length = Double.toString(seconds);
        return tracks.isBlank()
                ? List.of("-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-t", length, sound.toString())
                : List.of(
                        "-i",
                        clip.toString(),
                        "-map",
                        "0:a:0",
                        "-af",
                        "aresample=48000:async=1:first_pts=0,apad",
                        "-t",
                        length,
                        sound.toString());
    }
}
