package org.reelmill.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// What several rounds measured of one thing.
///
/// @param values in the order of the rounds, at least one
record Figures(List<Double> values) {

    Figures {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured.");
        }
    }

    static Figures of(double... values) {
        return new Figures(DoubleStream.of(values).boxed().toList());
    }

    /// The middle one; of an even number, the mean of the two in the middle.
    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /// The median, and the least and the most where there were several rounds.
    String words() {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return values.size() == 1
                ? number(median())
                : number(median()) + " (" + number(least) + " … " + number(most) + ")";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
