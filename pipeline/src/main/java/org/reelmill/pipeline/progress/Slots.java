package org.reelmill.pipeline.progress;

import java.util.Collection;
import java.util.Iterator;

/// The slots that encode an ingest, as long as there is more to do than they do.
///
/// @param mean over the last moments
/// @param most at once
record Slots(double mean, int most) {

    static final Slots NONE = new Slots(0, 0);

    /// Before that, a moment between two tasks would count for much.
    private static final double TELLING_SECONDS = 5;
    /// Slots that are seen between two of their tasks, on an average.
    private static final double BETWEEN_TASKS = 0.35;

    /// @param recent looks, at least one
    /// @param before what holds where all that is left is in hand, or was until a moment ago
    static Slots of(Collection<Look> recent, Slots before) {
        double seconds = 0;
        double sum = 0;
        int most = 0;
        Iterator<Look> looks = recent.iterator();
        Look one = looks.next();
        while (looks.hasNext()) {
            Look next = looks.next();
            if (one.ready() > 0 && next.ready() > 0) {
                double step = (next.nanos() - one.nanos()) / 1e9;
                seconds += step;
                sum += step * (one.encoding() + next.encoding()) / 2;
                most = Math.max(most, Math.max(one.encoding(), next.encoding()));
            }
            one = next;
        }
        if (seconds >= TELLING_SECONDS) {
            return new Slots(sum / seconds, most);
        }
        return before.most > 0 ? before : new Slots(one.encoding(), one.encoding());
    }

    static Slots all(int count) {
        return new Slots(count, count);
    }

    boolean isNone() {
        return mean <= 0;
    }

    /// How much longer a task takes than one slot needs, since slots do other things between. Short pauses
    /// between two tasks are none.
    double stretch() {
        double away = Math.clamp((most - mean - BETWEEN_TASKS) / BETWEEN_TASKS, 0, 1);
        return 1 + away * (most / mean - 1);
    }
}
