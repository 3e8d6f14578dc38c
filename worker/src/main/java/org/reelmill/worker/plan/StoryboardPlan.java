package org.reelmill.worker.plan;

/// How the pictures for scrubbing are drawn: every so many-th keyframe of the lowest rung, small, side by
/// side on sheets.
///
/// @param rung whose keyframes are taken
/// @param every from one picture to the next, in groups of pictures
/// @param width of a picture, even
/// @param height of a picture, even
public record StoryboardPlan(String rung, int every, int width, int height) {

    /// Pictures in a row of a sheet, and rows.
    public static final int SIDE = 10;

    private static final int LONG_SIDE = 240;
    /// A picture every 2 s up to 20 minutes, then more rarely, but at least every 10 s.
    private static final int USUAL_PICTURES = 600;

    private static final int RAREST = 5;

    /// Follows from the plan of an ingest, of which it is no part.
    public static StoryboardPlan of(IngestPlan plan) {
        RungPlan low = plan.rungs().getLast();
        long groups = plan.keyframes(low).size();
        int every = (int) Math.clamp(Math.ceilDiv(groups, (long) USUAL_PICTURES), 1, RAREST);
        double scale = Math.min(1, (double) LONG_SIDE / Math.max(low.width(), low.height()));
        return new StoryboardPlan(low.name(), every, even(low.width() * scale), even(low.height() * scale));
    }

    /// The set of rungs that has to be encoded before.
    public static RungSet set(IngestPlan plan) {
        String rung = of(plan).rung;
        return plan.sets().stream()
                .filter(set -> set.rungs().contains(rung))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The rung " + rung + " is in no set."));
    }

    private static int even(double side) {
        return Math.max(2, (int) Math.round(side / 2) * 2);
    }
}
