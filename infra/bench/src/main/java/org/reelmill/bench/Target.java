package org.reelmill.bench;

/// What a figure has to reach.
///
/// @param of what is compared
/// @param bound the most that it may be, or for [Of#GAIN] and [Of#SPEED] the least
record Target(Of of, double bound) {

    /// What of the two figures is compared.
    enum Of {
        /// The product's own figure; at most the bound.
        FIGURE,
        /// Product ÷ baseline; at most the bound.
        RATIO,
        /// Product − baseline; at least the bound.
        GAIN,
        /// Baseline ÷ product, both of them times; at least the bound.
        SPEED
    }

    boolean isReached(double product, double baseline) {
        return switch (of) {
            case FIGURE -> product <= bound;
            case RATIO -> product / baseline <= bound;
            case GAIN -> product - baseline >= bound;
            case SPEED -> baseline / product >= bound;
        };
    }

    String words() {
        String number = Figures.number(bound);
        return switch (of) {
            case FIGURE -> "≤ " + number;
            case RATIO -> "ratio ≤ " + number;
            case GAIN -> "difference ≥ " + number;
            case SPEED -> "≥ " + number + " times as fast";
        };
    }
}
