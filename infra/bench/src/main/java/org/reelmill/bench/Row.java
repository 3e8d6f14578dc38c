package org.reelmill.bench;

import org.jspecify.annotations.Nullable;

/// One line of a report: product, baseline, and whether the target is reached.
///
/// @param what with its unit
/// @param baseline `null` where there is nothing to compare with
/// @param target `null` where the figure is only told
record Row(
        String what,
        Figures product,
        @Nullable Figures baseline,
        @Nullable Target target) {

    static Row against(String what, Figures product, Figures baseline, @Nullable Target target) {
        return new Row(what, product, baseline, target);
    }

    static Row alone(String what, Figures product, @Nullable Target target) {
        return new Row(what, product, null, target);
    }

    String ratio() {
        return baseline == null || baseline.median() == 0 ? "–" : Figures.number(product.median() / baseline.median());
    }

    /// `reached`, `NOT REACHED`, or a dash where there is no target.
    String verdict() {
        if (target == null) {
            return "–";
        }
        double beside = baseline == null ? Double.NaN : baseline.median();
        return target.isReached(product.median(), beside) ? "reached" : "NOT REACHED";
    }
}
