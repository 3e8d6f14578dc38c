package org.reelmill.worker.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reelmill.worker.fmp4.Fragment;
import org.reelmill.worker.fmp4.GrowingMp4;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.OutputGrid;
import org.reelmill.worker.plan.RungPlan;

/// The fragmented MP4 that ffmpeg writes for one rung of a chunk: init, then a fragment for each group of
/// pictures. Counts the frames that the rung shows. Checks it against the plan and cuts it into segments, as
/// it grows or when it is whole.
final class RungRow {

    private final EncodeJob job;
    private final RungPlan rung;
    private final OutputGrid grid;
    private final Chunk chunk;
    private final int timescale;
    private final Path whole;
    private final GrowingMp4 file;
    private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
    private long frame;
    private long segmentStart;
    private int done;

    RungRow(EncodeJob job, RungPlan rung) {
        this.job = job;
        this.rung = rung;
        this.grid = job.plan().grid().shown(rung.frames());
        this.chunk = job.chunk().shown(rung.frames());
        this.timescale = VideoCommand.timescale(job.plan().grid());
        this.whole = job.directory().resolve(rung.name() + ".mp4");
        this.file = new GrowingMp4(whole);
        this.frame = chunk.firstFrame();
        this.segmentStart = frame;
    }

    /// Where the init segment of a rendition is written, before its first segment.
    static Path init(Path directory, String rung) {
        return directory.resolve(rung).resolve("init.mp4");
    }

    String rung() {
        return rung.name();
    }

    /// Whether ffmpeg was started again and writes the file from its start.
    boolean hasBegunAnew() {
        return file.isShorterThanRead();
    }

    /// The segments that were completed since the last call.
    ///
    /// @throws EncodeMismatch if frames are missing or stand elsewhere than planned
    List<EncodedSegment> advance() {
        var segments = new ArrayList<EncodedSegment>();
        try {
            file.readNew(piece -> add(piece).ifPresent(segments::add));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + whole + ".", e);
        }
        return segments;
    }

    /// @return the segment that it makes whole
    private Optional<EncodedSegment> add(GrowingMp4.Piece piece) {
        if (segment.size() == 0 && done == 0) {
            ChunkEncoder.write(init(job.directory(), rung.name()), file.init());
        }
        check(piece.fragment());
        segment.writeBytes(piece.bytes());
        frame += piece.fragment().samples().size();
        return frame < segmentEnd() ? Optional.empty() : Optional.of(cut());
    }

    /// To be called after the last [#advance]. Deletes what ffmpeg wrote.
    ///
    /// @throws EncodeMismatch if there is less than planned
    void finish() {
        if (done < chunk.segmentFrames().size()) {
            throw mismatch("It ended with frame %d, before segment %d was whole"
                    .formatted(frame, chunk.firstSegment() + done));
        }
        try {
            Files.deleteIfExists(whole);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + whole + ".", e);
        }
    }

    private long segmentEnd() {
        return segmentStart + chunk.segmentFrames().get(done);
    }

    private EncodedSegment cut() {
        if (frame != segmentEnd()) {
            throw mismatch("Frame %d does not begin a group of pictures".formatted(segmentEnd()));
        }
        int number = chunk.firstSegment() + done;
        Path cut = job.directory().resolve(rung.name()).resolve("%05d.m4s".formatted(number));
        ChunkEncoder.write(cut, segment.toByteArray());
        long start = grid.rate().ticks(segmentStart, timescale);
        long frames = frame - segmentStart;
        segment.reset();
        segmentStart = frame;
        done++;
        return new EncodedSegment(
                rung.name(),
                number,
                cut,
                start,
                grid.rate().ticks(frames, timescale),
                timescale,
                Math.toIntExact(frames));
    }

    private void check(Fragment fragment) {
        if (done == chunk.segmentFrames().size()) {
            throw mismatch("There are more frames than the %d planned".formatted(chunk.frames()));
        }
        long planned = grid.rate().ticks(frame, timescale);
        if (fragment.decodeTime() != planned) {
            throw mismatch(
                    "Frame %d has the decode time %d instead of %d".formatted(frame, fragment.decodeTime(), planned));
        }
        long duration = grid.rate().ticks(fragment.samples().size(), timescale);
        if (fragment.durationTicks() != duration) {
            throw mismatch("%d frames from %d last %d ticks instead of %d"
                    .formatted(fragment.samples().size(), frame, fragment.durationTicks(), duration));
        }
        if (!fragment.samples().getFirst().isSync()) {
            throw mismatch("Frame %d is no IDR frame".formatted(frame));
        }
    }

    private EncodeMismatch mismatch(String what) {
        return new EncodeMismatch("%s, in chunk %d of %s.".formatted(what, chunk.number(), rung.name()));
    }
}
