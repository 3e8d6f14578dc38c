package org.reelmill.worker.encode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.probe.Entries;

/// A film's plan, and where the film can be begun to read.
record OpenedFilm(IngestPlan plan, Entries entries) {

    private static final int PRE_ROLL = 3;

    /// The plan with other chunks: this many segments in each. A film that cannot be begun in its middle
    /// stays one.
    IngestPlan cut(int segments) {
        if (plan.kind() == PlanKind.SEQUENTIAL) {
            return plan;
        }
        var chunks = new ArrayList<Chunk>();
        List<Long> all = plan.segmentFrames();
        for (int first = 0; first < all.size(); first += segments) {
            List<Long> own = all.subList(first, Math.min(all.size(), first + segments));
            chunks.add(chunk(chunks.size(), first, own));
        }
        return new IngestPlan(
                plan.kind(),
                plan.ladder(),
                plan.media(),
                plan.grid(),
                plan.rungs(),
                plan.sets(),
                chunks,
                plan.audio(),
                plan.surround(),
                plan.text(),
                plan.warnings());
    }

    private Chunk chunk(int number, int firstSegment, List<Long> segments) {
        long first = plan.segmentBounds().get(firstSegment);
        long end = plan.segmentBounds().get(firstSegment + segments.size());
        Duration from = plan.grid().sourceTime(first).minus(plan.grid().rate().duration(PRE_ROLL));
        var excerpt = entries.excerpt(from, plan.grid().sourceTime(end));
        return new Chunk(number, first, end - first, firstSegment, segments, excerpt.orElse(null));
    }
}
