package org.reelmill.worker.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.fmp4.AvcSample;
import org.reelmill.worker.fmp4.CannotBeCopied;
import org.reelmill.worker.fmp4.FilmBytes;
import org.reelmill.worker.fmp4.MovieIndex;
import org.reelmill.worker.fmp4.PictureTrack;

/// Decides whether the tallest rung of a plan is copied. If so, segments of all rungs begin at keyframes of
/// the film; if not, the plan stays as it was and says why.
public final class CopyPlanner {

    public static final String COPIED_SET = "copied";

    // Keyframes that are looked at, of those that segments begin with. The others are when they are copied.
    private static final int LOOKED_AT = 3;

    private final Planner planner;

    /// @param planner that made the plans
    public CopyPlanner(Planner planner) {
        this.planner = planner;
    }

    /// @param plan in which all is encoded
    /// @return that plan, or the same film with a rung that is copied; either says which
    public IngestPlan plan(IngestPlan plan, Ladder ladder, Waiting waiting, Film film)
            throws IOException, InterruptedException {
        try {
            CopyRules.probed(plan, ladder);
            RungPlan rung = plan.rungs().getFirst();
            PictureTrack track = MovieIndex.pictures(film.bytes(), film.size());
            CopyRules.headed(track.configuration().sequence(), rung);
            var pictures = new CopiedPictures(track, plan.grid());
            int every = plan.rungs().stream()
                    .mapToInt(other -> other.frames().every())
                    .max()
                    .orElse(1);
            List<Long> segments = ChunkPlanner.segments(plan.grid(), pictures.keyframes(every));
            CopyRules.rates(pictures, segments, plan.grid(), rung);
            look(track, segments, film);
            return copying(plan, segments, waiting);
        } catch (CannotBeCopied refused) {
            return notCopying(plan, refused.reason());
        }
    }

    /// @param reason why a plan stays as it was, as a clause
    public static IngestPlan notCopying(IngestPlan plan, String reason) {
        return plan.saying("No rung is copied: " + reason + ".");
    }

    /// The film that is planned.
    ///
    /// @param size in bytes
    public record Film(FilmBytes bytes, long size) {}

    /// The first ones lie near the index or are read at once anyway.
    private static void look(PictureTrack track, List<Long> segments, Film film)
            throws IOException, InterruptedException {
        long first = 0;
        for (long frames : segments.subList(0, Math.min(LOOKED_AT, segments.size()))) {
            byte[] sample = film.bytes().at(track.offset((int) first), track.size((int) first));
            if (AvcSample.kind(sample, track.configuration()) != AvcSample.Kind.IDR) {
                throw new CannotBeCopied("its keyframe %d is no IDR picture".formatted(first));
            }
            first += frames;
        }
    }

    private IngestPlan copying(IngestPlan plan, List<Long> segments, Waiting waiting) {
        RungPlan copied = plan.rungs().getFirst().copied();
        List<RungPlan> encoded = plan.rungs().subList(1, plan.rungs().size());
        var rungs = new ArrayList<RungPlan>();
        rungs.add(copied);
        rungs.addAll(encoded);
        var sets = new ArrayList<>(planner.sets(encoded, plan.media().video().getFirst(), plan.grid(), waiting));
        sets.add(new RungSet(COPIED_SET, List.of(copied.name())));
        return plan.with(rungs, sets, ChunkPlanner.chunks(segments, waiting))
                .saying("The rung " + copied.name() + " is copied: the film fits it as it is.");
    }
}
