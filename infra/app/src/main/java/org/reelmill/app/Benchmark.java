package org.reelmill.app;

/// One row of the numbers to reach. Found by [java.util.ServiceLoader], so that benchmarks live apart from
/// the product.
public interface Benchmark {

    /// E.g. `P1`.
    String name();

    /// A line that says what is measured against what.
    String measures();

    /// Runs product and baseline interleaved on the same input.
    ///
    /// @return a table for people: both figures, their ratio, the target
    String run() throws Exception;
}
