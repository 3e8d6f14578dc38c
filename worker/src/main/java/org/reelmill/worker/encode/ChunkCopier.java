package org.reelmill.worker.encode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.fmp4.AvcSample;
import org.reelmill.worker.fmp4.AvcTrack;
import org.reelmill.worker.fmp4.CannotBeCopied;
import org.reelmill.worker.fmp4.MovieIndex;
import org.reelmill.worker.plan.CopiedPictures;

/// Takes over the pictures of a piece of the film as they are, in segments as encoded rungs have them: frame
/// n of the film at place n of the output grid, whatever the film's own clock says. Repeatable: the same job
/// makes the same bytes again, on any machine. Thread-safe.
public final class ChunkCopier {

    /// @param asTheyAreWritten hears the segments in order; their init segment lies where
    ///     [ChunkEncoder#init] says
    /// @throws RejectedSource if the film is not what it was taken for when it was opened
    public void copy(CopyJob job, Consumer<EncodedSegment> asTheyAreWritten) throws IOException, InterruptedException {
        try {
            var copy = new Copy(job);
            ChunkEncoder.write(ChunkEncoder.init(job.directory(), job.rung().name()), copy.track.init());
            long frame = job.piece().firstFrame();
            for (int i = 0; i < job.piece().segmentFrames().size(); i++) {
                long frames = job.piece().segmentFrames().get(i);
                asTheyAreWritten.accept(copy.segment(job.piece().firstSegment() + i, frame, frames));
                frame += frames;
            }
        } catch (CannotBeCopied refused) {
            throw RejectedSource.mustBeEncoded(refused.reason());
        }
    }

    /// One job's view of the film.
    private static final class Copy {

        private final CopyJob job;
        private final CopiedPictures pictures;
        private final AvcTrack track;

        Copy(CopyJob job) throws IOException, InterruptedException {
            this.job = job;
            var index = MovieIndex.pictures(job.film().bytes(), job.film().size());
            var grid = job.plan().grid();
            int timescale = VideoCommand.timescale(grid);
            this.pictures = new CopiedPictures(index, grid);
            this.track = new AvcTrack(
                    index.configuration(),
                    job.rung().width(),
                    job.rung().height(),
                    timescale,
                    Math.toIntExact(grid.rate().ticks(1, timescale)),
                    pictures.delay());
        }

        EncodedSegment segment(int number, long first, long frames) throws IOException, InterruptedException {
            Path file = job.directory().resolve(job.rung().name()).resolve("%05d.m4s".formatted(number));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                write((int) first, (int) (first + frames), out);
            }
            return new EncodedSegment(
                    job.rung().name(),
                    number,
                    file,
                    first * track.frameTicks(),
                    frames * track.frameTicks(),
                    track.timescale(),
                    Math.toIntExact(frames));
        }

        /// A fragment for each group that is closed.
        private void write(int first, int end, OutputStream out) throws IOException, InterruptedException {
            List<AvcTrack.Picture> group = new ArrayList<>();
            int begun = first;
            for (int picture = first; picture < end; picture++) {
                byte[] bytes = bytes(picture);
                boolean isIdr = AvcSample.kind(bytes, pictures.track().configuration()) == AvcSample.Kind.IDR;
                boolean begins = isIdr && pictures.closesGroup(picture);
                if (picture == first && !begins) {
                    throw new CannotBeCopied("its keyframe %d is no IDR picture".formatted(picture));
                }
                if (begins && picture > first) {
                    out.write(track.fragment(begun, group));
                    group.clear();
                    begun = picture;
                }
                group.add(new AvcTrack.Picture(bytes, pictures.place(picture) - picture));
            }
            out.write(track.fragment(begun, group));
        }

        private byte[] bytes(int picture) throws IOException, InterruptedException {
            int size = pictures.track().size(picture);
            byte[] bytes = job.film().bytes().at(pictures.track().offset(picture), size);
            if (bytes.length != size) {
                throw new CannotBeCopied("a picture of it is cut");
            }
            return bytes;
        }
    }
}
