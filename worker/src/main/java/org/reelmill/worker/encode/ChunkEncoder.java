package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.RungPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one chunk for all rungs of a set, checks it against the plan and cuts it into segments.
/// Repeatable: the same job makes the same pictures again. Thread-safe.
public final class ChunkEncoder {

    private static final Logger log = LoggerFactory.getLogger(ChunkEncoder.class);

    private final Ffmpeg ffmpeg;

    public ChunkEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param progress hears the frames made so far, of this chunk
    /// @throws EncodeMismatch if what came out is not what the plan says
    /// @throws org.reelmill.worker.RejectedSource if too much of the picture is damaged
    /// @throws FfmpegFailed if ffmpeg fails
    public EncodedChunk encode(EncodeJob job, Progress progress) {
        long begun = System.nanoTime();
        check(Damage.of(job.chunk(), run(job, progress)));
        var inits = new HashMap<String, Path>();
        var segments = new ArrayList<EncodedSegment>();
        for (RungPlan rung : job.plan().rungsOf(job.set())) {
            RungFile file = RungFile.read(job, rung);
            inits.put(rung.name(), file.writeInit());
            segments.addAll(file.writeSegments());
        }
        double took = (System.nanoTime() - begun) / 1e9;
        double lasts = job.plan().grid().rate().duration(job.chunk().frames()).toMillis() / 1e3;
        log.info(
                "Encoded chunk {} ({}) in {} s ({}x)",
                job.chunk().number(),
                job.set().name(),
                "%.1f".formatted(took),
                "%.1f".formatted(lasts / took));
        return new EncodedChunk(inits, segments);
    }

    /// Strictly first. Where the decoder stumbles, again with what can be decoded: a scratch shall cost no
    /// film.
    private List<String> run(EncodeJob job, Progress progress) {
        var strict = new FfmpegCommand(VideoCommand.arguments(job), job.directory());
        try {
            return ffmpeg.run(strict, progress);
        } catch (FfmpegFailed failed) {
            if (!Damage.ended(failed.lastLines())) {
                throw failed;
            }
        }
        List<String> said = mend(job, strict, progress);
        if (Damage.isOfInput(said)) {
            throw new EncodeMismatch("The source could not be read whole for chunk %d."
                    .formatted(job.chunk().number()));
        }
        return said;
    }

    private List<String> mend(EncodeJob job, FfmpegCommand strict, Progress progress) {
        try {
            return ffmpeg.run(
                    new FfmpegCommand(strict.arguments(), job.directory(), FfmpegCommand.Faults.ARE_PASSED), progress);
        } catch (FfmpegFailed failed) {
            if (Damage.ended(failed.lastLines())) {
                throw Damage.beyondUse(job.chunk());
            }
            throw failed;
        }
    }

    private static void check(Damage damage) {
        damage.check();
        if (damage.pictures() > 0) {
            log.warn(
                    "Repeated {} and mended {} of {} pictures in chunk {}: the source is damaged there",
                    damage.missing(),
                    damage.flawed(),
                    damage.chunk().frames(),
                    damage.chunk().number());
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ".", e);
        }
    }
}
