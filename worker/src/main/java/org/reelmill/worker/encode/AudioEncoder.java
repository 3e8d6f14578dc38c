package org.reelmill.worker.encode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.fmp4.AacTrack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one sound track from its start to its end, cut or padded to the picture's length, in segments that
/// begin where the picture's do. Repeatable with the same result, so a second attempt can skip what is
/// listed.
public final class AudioEncoder {

    private static final Logger log = LoggerFactory.getLogger(AudioEncoder.class);

    private final Ffmpeg ffmpeg;

    public AudioEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param asTheyAreWritten hears each segment, in order, while the rest is still being encoded; once more
    ///     from the first on where damage is met
    /// @return the init segment
    /// @throws EncodeMismatch if there is less sound than planned
    /// @throws RejectedSource if most of it cannot be decoded
    public Path encode(AudioJob job, Consumer<EncodedSegment> asTheyAreWritten, Progress progress) {
        Path init = job.directory().resolve("init.mp4");
        ChunkEncoder.write(
                init, AacTrack.init(job.audio().kbps() * 1000, job.audio().channels()));
        Row row = run(job, asTheyAreWritten, progress);
        row.advance();
        row.finish();
        log.info("Encoded sound {} in {} segments", job.audio().name(), row.next);
        return init;
    }

    /// Strictly first. Where the decoder stumbles, again with what can be decoded; the rest is silence.
    private Row run(AudioJob job, Consumer<EncodedSegment> asTheyAreWritten, Progress progress) {
        var strict = new FfmpegCommand(AudioCommand.arguments(job), job.directory());
        try {
            return run(strict, new Row(job, asTheyAreWritten), progress);
        } catch (FfmpegFailed failed) {
            if (!Damage.ended(failed.lastLines())) {
                throw failed;
            }
        }
        log.warn(
                "Sound {} is damaged; what can be decoded of it is encoded",
                job.audio().name());
        ChunkEncoder.write(job.directory().resolve(AudioCommand.FILE), new byte[0]);
        try {
            var mending = new FfmpegCommand(strict.arguments(), job.directory(), FfmpegCommand.Faults.ARE_PASSED);
            return run(mending, new Row(job, asTheyAreWritten), progress);
        } catch (FfmpegFailed failed) {
            throw Damage.ended(failed.lastLines()) ? beyondUse(job) : failed;
        }
    }

    private static RejectedSource beyondUse(AudioJob job) {
        return RejectedSource.because(
                "damaged-sound",
                "The sound is damaged: most of track %d (%s) cannot be decoded."
                        .formatted(job.audio().stream(), job.audio().label()));
    }

    private Row run(FfmpegCommand command, Row row, Progress progress) {
        List<String> said = ffmpeg.run(command, (outTime, frame) -> {
            row.advance();
            return progress.at(outTime, frame);
        });
        if (Damage.isMostOfSound(said)) {
            throw beyondUse(row.job);
        }
        if (Damage.isOfInput(said)) {
            throw new EncodeMismatch("The source could not be read whole for the sound.");
        }
        return row;
    }

    /// Turns AAC frames into segments as they come.
    private static final class Row {

        private final AudioJob job;
        private final Consumer<EncodedSegment> listener;
        private final AudioGrid grid;
        private final AdtsFile adts;
        private final List<byte[]> waiting = new ArrayList<>();
        private int next;

        Row(AudioJob job, Consumer<EncodedSegment> listener) {
            this.job = job;
            this.listener = listener;
            this.grid = AudioGrid.of(job.plan());
            this.adts = new AdtsFile(job.directory().resolve(AudioCommand.FILE));
        }

        void advance() {
            waiting.addAll(adts.newFrames());
            while (next < grid.segments() && waiting.size() >= accessUnits(next)) {
                List<byte[]> frames = waiting.subList(0, accessUnits(next));
                listener.accept(write(List.copyOf(frames)));
                frames.clear();
                next++;
            }
        }

        void finish() {
            if (next < grid.segments()) {
                throw new EncodeMismatch("The sound %s ended in segment %d of %d."
                        .formatted(job.audio().name(), next, grid.segments()));
            }
        }

        private EncodedSegment write(List<byte[]> frames) {
            long first = grid.bounds().get(next);
            Path file = job.directory().resolve("%05d.m4s".formatted(next));
            long decoded = next == 0 ? 0 : first + AacTrack.PRIMING_FRAMES;
            ChunkEncoder.write(file, AacTrack.segment(next + 1, decoded, frames));
            return new EncodedSegment(
                    job.audio().name(),
                    next,
                    file,
                    first * AacTrack.FRAME,
                    length(next) * AacTrack.FRAME,
                    AacTrack.TIMESCALE,
                    frames.size());
        }

        /// The first segment has the encoder's start-up before its sound.
        private int accessUnits(int segment) {
            return Math.toIntExact(length(segment) + (segment == 0 ? AacTrack.PRIMING_FRAMES : 0));
        }

        private long length(int segment) {
            return grid.bounds().get(segment + 1) - grid.bounds().get(segment);
        }
    }
}
