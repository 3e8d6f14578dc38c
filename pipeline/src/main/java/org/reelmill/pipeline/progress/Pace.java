package org.reelmill.pipeline.progress;

/// What a slot gets done in a second, as measured so far.
final class Pace {

    /// Before that, it would be a guess.
    private static final double LEARNING_SECONDS = 2;

    private static final double SURE_SECONDS = 10;
    /// Of a task in hand, what was done and is not told yet: the start of its process, the frames that the encoder
    /// holds back, the beat that writes it down.
    private static final double UNTOLD_SECONDS = 2.5;
    /// Of a short task; of the time at all.
    private static final double MOST_UNTOLD = 0.5;

    private final double memory;
    private double done;
    private double slotSeconds;

    /// @param memory seconds of slots after which what was before fades
    Pace(double memory) {
        this.memory = memory;
    }

    /// @param more that was done; less than nothing where work was lost
    /// @param seconds of slots that it took
    void add(double more, double seconds) {
        done += more;
        slotSeconds += seconds;
        if (slotSeconds > memory) {
            done *= memory / slotSeconds;
            slotSeconds = memory;
        }
    }

    boolean isKnown() {
        return slotSeconds >= LEARNING_SECONDS && done > 0;
    }

    /// Whether it is known well enough to stand for others.
    boolean isSure() {
        return slotSeconds >= SURE_SECONDS && done > 0;
    }

    double perSecond() {
        return done / slotSeconds;
    }

    /// With what is being done and not told yet.
    ///
    /// @param tasks that are in hand, and were when this was measured
    /// @param weight of all of these
    double perSecond(int tasks, double weight) {
        if (tasks == 0) {
            return perSecond();
        }
        double untold = tasks * untold(weight / tasks / perSecond());
        return done / (slotSeconds - Math.min(untold, slotSeconds * MOST_UNTOLD));
    }

    /// What is not told yet of a task in hand.
    ///
    /// @param seconds that it takes as a whole
    static double untold(double seconds) {
        return Math.min(UNTOLD_SECONDS, seconds * MOST_UNTOLD);
    }
}
