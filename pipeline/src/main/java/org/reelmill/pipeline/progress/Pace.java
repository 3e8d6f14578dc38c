package org.reelmill.pipeline.progress;

/// What a slot gets done in a second, as measured so far.
final class Pace {

    /// Before that, it would be a guess.
    private static final double LEARNING_SECONDS = 2;

    private static final double SURE_SECONDS = 10;

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
}
