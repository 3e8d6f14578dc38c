package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.PlanKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one chunk for all rungs of a set, checks it against the plan and cuts it into segments.
/// Repeatable: the same job makes the same pictures again. Thread-safe.
public final class ChunkEncoder {

    private static final Logger log = LoggerFactory.getLogger(ChunkEncoder.class);

    private static final Duration TORN = Duration.ofSeconds(5);

    private final Ffmpeg ffmpeg;

    public ChunkEncoder(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// @param progress hears the frames made so far, of this chunk
    /// @throws EncodeMismatch if what came out is not what the plan says
    /// @throws org.reelmill.worker.RejectedSource if too much of the picture is damaged
    /// @throws FfmpegFailed if ffmpeg fails
    public EncodedChunk encode(EncodeJob job, Progress progress) {
        var rows = new Rows(job);
        Damage damage = run(job, progress);
        check(job, damage);
        List<EncodedSegment> segments = rows.advance();
        rows.finish();
        return new EncodedChunk(rows.inits(), segments, damage.pictures());
    }

    /// Encodes a chunk of many segments, each of which is handed on while the next ones are being encoded.
    /// Where damage is met that ends a strict run, the segments up to there are made and heard a second time.
    ///
    /// @param asTheyAreWritten hears the segments, those of a rendition in order
    public void encode(EncodeJob job, Consumer<EncodedSegment> asTheyAreWritten, Progress progress) {
        var rows = new Rows(job);
        check(job, run(job, (outTime, frame) -> {
            rows.advance().forEach(asTheyAreWritten);
            return progress.at(outTime, frame);
        }));
        rows.advance().forEach(asTheyAreWritten);
        rows.finish();
    }

    /// Where the init segment of a rendition is, before its first segment is heard of.
    public static Path init(Path directory, String rendition) {
        return RungRow.init(directory, rendition);
    }

    /// The files that a run writes.
    private static final class Rows {

        private final EncodeJob job;
        private final long begun = System.nanoTime();
        private List<RungRow> rows;

        Rows(EncodeJob job) {
            this.job = job;
            this.rows = made();
        }

        /// @return what has become whole; a run that begins anew starts with the first segments again
        List<EncodedSegment> advance() {
            if (rows.stream().anyMatch(RungRow::hasBegunAnew)) {
                rows = made();
            }
            return rows.stream().flatMap(row -> row.advance().stream()).toList();
        }

        void finish() {
            rows.forEach(RungRow::finish);
            double took = (System.nanoTime() - begun) / 1e9;
            double lasts =
                    job.plan().grid().rate().duration(job.chunk().frames()).toMillis() / 1e3;
            log.info(
                    "Encoded chunk {} ({}) in {} s ({}x)",
                    job.chunk().number(),
                    job.set().name(),
                    "%.1f".formatted(took),
                    "%.1f".formatted(lasts / took));
        }

        Map<String, Path> inits() {
            return rows.stream()
                    .collect(Collectors.toMap(RungRow::rung, row -> RungRow.init(job.directory(), row.rung())));
        }

        private List<RungRow> made() {
            return job.plan().rungsOf(job.set()).stream()
                    .map(rung -> new RungRow(job, rung))
                    .toList();
        }
    }

    /// Strictly first. Where the decoder stumbles, again with what can be decoded: a scratch shall cost no
    /// film.
    private Damage run(EncodeJob job, Progress progress) {
        var strict = new FfmpegCommand(VideoCommand.arguments(job), job.directory());
        try {
            return Damage.none(job.chunk(), ffmpeg.run(strict, progress));
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
        return Damage.of(job.chunk(), said);
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

    private static void check(EncodeJob job, Damage damage) {
        damage.check(torn(job));
        if (damage.pictures() > 0) {
            log.warn(
                    "Repeated {} and mended {} of {} pictures in chunk {}: the source is damaged there",
                    damage.missing(),
                    damage.flawed(),
                    damage.chunk().frames(),
                    damage.chunk().number());
        }
        if (damage.held() > 0) {
            log.info(
                    "Showed pictures on for {} of {} frames in chunk {}, where the source has none",
                    damage.held(),
                    damage.chunk().frames(),
                    damage.chunk().number());
        }
    }

    /// Of a short chunk more may be damaged: a hole of seconds in a recording of hours is no reason to reject
    /// it. How much of the whole film is damaged, [FilmDamage] decides.
    private static long torn(EncodeJob job) {
        return job.plan().kind() == PlanKind.SCANNED ? job.plan().grid().rate().frames(TORN) : 0;
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
