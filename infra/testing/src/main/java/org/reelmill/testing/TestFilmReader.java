package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decodes what became of a [TestFilm] and reads the frame numbers from its pictures and the beeps
/// from its sound.
///
/// Takes a playable file, or a media playlist on disk whose pieces lie where its addresses lead:
/// these are joined as they are, init segment first, and decoded. Times are those of the container,
/// of sound and picture on one line.
public final class TestFilmReader {

    private final MediaTools tools;

    public TestFilmReader(MediaTools tools) {
        this.tools = tools;
    }

    /// Decodes the picture whole.
    public FrameReading frames(Path film) {
        return withFile(film, this::readFrames);
    }

    /// Decodes audio track `track`, the first being 0, whole.
    public SoundReading sound(Path film, int track) {
        return withFile(film, (file, work) -> readSound(file, track));
    }

    /// Pairs the flashes of a film with the beeps of its first audio track.
    public LipSync lipSync(Path film) {
        return lipSync(film, film);
    }

    /// Pairs the flashes of one rendition with the beeps of another.
    public LipSync lipSync(Path picture, Path sound) {
        return LipSync.of(frames(picture).flashes(), sound(sound, 0).beeps());
    }

    private FrameReading readFrames(Path film, Path work) throws IOException {
        var times = work.resolve("times.txt");
        var pictures = tools.ffmpeg(List.of(
                "-copyts",
                "-i",
                film.toString(),
                "-map",
                "0:v:0",
                "-vf",
                "scale=" + FrameCode.WIDTH + ":" + FrameCode.HEIGHT + ":flags=area,format=gray",
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "pipe:1",
                "-map",
                "0:v:0",
                "-vf",
                "scale=16:16:flags=neighbor,format=gray",
                "-fps_mode",
                "passthrough",
                // Finer than any container's clock, or times would be rounded to a guessed frame rate.
                "-enc_time_base",
                "1/1000000",
                "-f",
                "framecrc",
                times.toString()));
        return read(pictures, times(times));
    }

    private static FrameReading read(byte[] bytes, List<Double> times) {
        var size = FrameCode.WIDTH * FrameCode.HEIGHT;
        if (bytes.length != times.size() * size) {
            throw new AssertionError(bytes.length / size + " pictures came with " + times.size() + " times");
        }
        var pictures = new ArrayList<byte[]>();
        for (var frame = 0; frame < times.size(); frame++) {
            pictures.add(Arrays.copyOfRange(bytes, frame * size, (frame + 1) * size));
        }
        return FrameReading.of(pictures, times);
    }

    /// Reads `#tb 0: 1/24000` and lines of stream, dts, pts and more.
    private static List<Double> times(Path file) throws IOException {
        var times = new ArrayList<Double>();
        var tick = 0.0;
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("#tb 0: ")) {
                var parts = line.substring("#tb 0: ".length()).split("/");
                tick = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
            } else if (!line.startsWith("#")) {
                times.add(Long.parseLong(line.split(",")[2].strip()) * tick);
            }
        }
        return times;
    }

    private SoundReading readSound(Path film, int track) {
        var bytes = tools.ffmpeg(List.of(
                "-copyts",
                "-i",
                film.toString(),
                "-map",
                "0:a:" + track,
                // Sound that begins late gets silence in front, so that sample 0 is at time 0.
                "-af",
                "aresample=" + Beeps.SAMPLE_RATE + ":async=1:first_pts=0,pan=mono|c0=c0",
                "-f",
                "f32le",
                "pipe:1"));
        var sound = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(sound);
        var beeps = Beeps.find(sound);
        return new SoundReading(
                beeps.stream().map(Beeps.Beep::time).toList(),
                beeps.isEmpty() ? 0 : beeps.getFirst().hertz(),
                (double) sound.length / Beeps.SAMPLE_RATE);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(Path film, Path work) throws IOException;
    }

    private static <T> T withFile(Path film, Reading<T> reading) {
        Path work = null;
        try {
            work = Files.createTempDirectory("reelmill-reading");
            var name = film.getFileName().toString();
            return reading.read(name.endsWith(".m3u8") ? join(film, work.resolve("joined")) : film, work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    private static Path join(Path playlist, Path joined) throws IOException {
        var map = "";
        try (var out = Files.newOutputStream(joined)) {
            for (var line : Files.readAllLines(playlist)) {
                if (line.startsWith("#EXT-X-STREAM-INF") || line.startsWith("#EXT-X-BYTERANGE")) {
                    throw new IllegalArgumentException(playlist + " is not a media playlist of whole files: " + line);
                }
                if (line.startsWith("#EXT-X-MAP:") && !line.equals(map)) {
                    map = line;
                    var uri = line.replaceFirst(".*URI=\"([^\"]*)\".*", "$1");
                    Files.copy(playlist.resolveSibling(uri), out);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    Files.copy(playlist.resolveSibling(line.strip()), out);
                }
            }
        }
        return joined;
    }
}
