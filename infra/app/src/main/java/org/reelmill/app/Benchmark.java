package org.reelmill.app;

import java.util.function.Consumer;

/// One row of the numbers to reach. Found by [java.util.ServiceLoader], so that benchmarks live apart from
/// the product.
public interface Benchmark {

    /// E.g. `P1`.
    String name();

    /// A line that says what is measured against what.
    String measures();

    /// Runs product and baseline interleaved on the same input.
    ///
    /// @param news hears a line now and then, since a run takes minutes
    /// @return a table for people: both figures, their ratio, the target
    String run(Effort effort, Consumer<String> news) throws Exception;
}
