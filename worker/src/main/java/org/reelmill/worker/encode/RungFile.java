package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reelmill.worker.fmp4.Fragment;
import org.reelmill.worker.fmp4.SegmentFile;
import org.reelmill.worker.plan.OutputGrid;
import org.reelmill.worker.plan.RungPlan;

/// The fragmented MP4 that ffmpeg wrote for one rung of a chunk: init, then a fragment for each group of
/// pictures. Checks it against the plan and cuts it.
record RungFile(EncodeJob job, RungPlan rung, byte[] bytes, List<Fragment> fragments) {

    static RungFile read(EncodeJob job, RungPlan rung) {
        Path file = job.directory().resolve(rung.name() + ".mp4");
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return new RungFile(job, rung, bytes, SegmentFile.read(bytes).fragments());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ".", e);
        }
    }

    Path writeInit() {
        Path file = job.directory().resolve(rung.name()).resolve("init.mp4");
        ChunkEncoder.write(file, Arrays.copyOf(bytes, offset(0)));
        return file;
    }

    /// @throws EncodeMismatch if frames are missing or stand elsewhere than planned
    List<EncodedSegment> writeSegments() {
        var segments = new ArrayList<EncodedSegment>();
        long frame = job.chunk().firstFrame();
        int fragment = 0;
        for (long planned : job.chunk().segmentFrames()) {
            int first = fragment;
            long end = frame + planned;
            while (frame < end && fragment < fragments.size()) {
                check(fragments.get(fragment), frame);
                frame += fragments.get(fragment).samples().size();
                fragment++;
            }
            if (frame != end) {
                throw mismatch("Frame %d does not begin a group of pictures".formatted(end));
            }
            int number = job.chunk().firstSegment() + segments.size();
            segments.add(
                    write(number, end - planned, planned, Arrays.copyOfRange(bytes, offset(first), offset(fragment))));
        }
        if (fragment != fragments.size()) {
            throw mismatch("There are more frames than the %d planned"
                    .formatted(job.chunk().frames()));
        }
        return segments;
    }

    private EncodedSegment write(int number, long firstFrame, long frames, byte[] segment) {
        Path file = job.directory().resolve(rung.name()).resolve("%05d.m4s".formatted(number));
        ChunkEncoder.write(file, segment);
        OutputGrid grid = job.plan().grid();
        int timescale = VideoCommand.timescale(grid);
        long start = grid.rate().ticks(firstFrame, timescale);
        long duration = grid.rate().ticks(frames, timescale);
        return new EncodedSegment(rung.name(), number, file, start, duration, timescale, Math.toIntExact(frames));
    }

    private void check(Fragment fragment, long frame) {
        OutputGrid grid = job.plan().grid();
        int timescale = VideoCommand.timescale(grid);
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

    private int offset(int fragment) {
        return fragment == fragments.size()
                ? bytes.length
                : Math.toIntExact(fragments.get(fragment).offset());
    }

    private EncodeMismatch mismatch(String what) {
        return new EncodeMismatch(
                "%s, in chunk %d of %s.".formatted(what, job.chunk().number(), rung.name()));
    }
}
