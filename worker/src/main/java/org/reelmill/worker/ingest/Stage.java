package org.reelmill.worker.ingest;

/// Measures how long a stage of an ingest took, for its line in the log.
final class Stage {

    private static final double NANOS = 1e9;

    private final long began = System.nanoTime();

    /// E.g. `8.13 s`.
    String took() {
        return "%.2f s".formatted(seconds());
    }

    double seconds() {
        return (System.nanoTime() - began) / NANOS;
    }
}
