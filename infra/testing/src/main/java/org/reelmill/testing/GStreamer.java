package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// GStreamer's `playbin3`, a player that shares no line with a browser's. It plays a publication from its
/// first frame to its last, as fast as it can.
public final class GStreamer {

    private static final Logger log = LoggerFactory.getLogger(GStreamer.class);

    /// What version 1.22 says in about every sixth run of a playlist of one segment, whatever server it is on.
    private static final String GAVE_UP = "Couldn't download fragments";

    private static final int ABORTED = 128 + 6;
    private static final int ATTEMPTS = 8;
    private static final int BYTES_OF_A_PICTURE = FrameCode.WIDTH * FrameCode.HEIGHT;

    private final Path launch = Needs.gstreamer();

    /// What was played.
    ///
    /// @param frames in the order of playing; a frame's time is its place in that order
    public record Played(FrameReading frames, SoundReading sound) {}

    /// How much was played of a film that is no [TestFilm].
    ///
    /// @param frames how many pictures
    /// @param sound seconds of it
    public record Length(int frames, double sound) {}

    /// @param rate of the film, to count time by frames
    /// @throws AssertionError if it does not come to the end
    public Played play(URI playlist, FrameRate rate, Duration patience) {
        var bytes = bytes(playlist, patience);
        return new Played(frames(bytes.pictures(), rate), sound(bytes.sound()));
    }

    /// @throws AssertionError if it does not come to the end
    public Length length(URI playlist, Duration patience) {
        var bytes = bytes(playlist, patience);
        return new Length(
                bytes.pictures().length / BYTES_OF_A_PICTURE,
                (double) bytes.sound().length / Float.BYTES / Beeps.SAMPLE_RATE);
    }

    private record Bytes(byte[] pictures, byte[] sound) {}

    private Bytes bytes(URI playlist, Duration patience) {
        Path work = null;
        try {
            work = Files.createTempDirectory("reelmill-gstreamer");
            Path pictures = work.resolve("pictures");
            Path sound = work.resolve("sound");
            var command = command(playlist, pictures, sound);
            for (int attempt = 1; !run(command, work.resolve("said"), patience, attempt == ATTEMPTS); attempt++) {
                log.info("GStreamer failed by itself, as it now and then does where there is but one segment");
            }
            return new Bytes(
                    Files.readAllBytes(pictures), Files.exists(sound) ? Files.readAllBytes(sound) : new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(work);
        }
    }

    private List<String> command(URI playlist, Path pictures, Path sound) {
        var frames = "videoconvert ! videoscale method=lanczos ! video/x-raw,format=GRAY8,width=%d,height=%d"
                .formatted(FrameCode.WIDTH, FrameCode.HEIGHT);
        var samples = "audioconvert ! audioresample ! audio/x-raw,format=F32LE,channels=1,rate=" + Beeps.SAMPLE_RATE;
        return List.of(
                launch.toString(),
                "playbin3",
                "uri=" + playlist,
                "video-sink=" + frames + " ! filesink location=" + pictures,
                "audio-sink=" + samples + " ! filesink location=" + sound);
    }

    /// @return false if it failed by its own fault and may try again
    private static boolean run(List<String> command, Path said, Duration patience, boolean isLast) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
                return true;
            }
            String words = Files.readString(said);
            boolean isItsOwnFault = words.contains(GAVE_UP) || !process.isAlive() && process.exitValue() == ABORTED;
            if (isLast || !isItsOwnFault) {
                throw new AssertionError("GStreamer did not play to the end: " + words);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while GStreamer played", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static FrameReading frames(byte[] bytes, FrameRate rate) {
        var pictures = new ArrayList<byte[]>();
        var times = new ArrayList<Double>();
        for (var frame = 0; (frame + 1) * BYTES_OF_A_PICTURE <= bytes.length; frame++) {
            pictures.add(Arrays.copyOfRange(bytes, frame * BYTES_OF_A_PICTURE, (frame + 1) * BYTES_OF_A_PICTURE));
            times.add(rate.timeOf(frame));
        }
        return FrameReading.of(pictures, times);
    }

    private static SoundReading sound(byte[] bytes) {
        var sound = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(sound);
        var beeps = Beeps.find(sound);
        return new SoundReading(
                beeps.stream().map(Beeps.Beep::time).toList(),
                beeps.isEmpty() ? 0 : beeps.getFirst().hertz(),
                (double) sound.length / Beeps.SAMPLE_RATE);
    }
}
