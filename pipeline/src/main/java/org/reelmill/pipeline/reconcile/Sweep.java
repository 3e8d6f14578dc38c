package org.reelmill.pipeline.reconcile;

/// Everything that reconciliation does but watching leases and tickets, once over. Repeatable at any time.
public final class Sweep {

    private final IngestSweep ingests;
    private final LeftOvers leftOvers;

    Sweep(IngestSweep ingests, LeftOvers leftOvers) {
        this.ingests = ingests;
        this.leftOvers = leftOvers;
    }

    /// @return how many things were put right
    public int run() {
        return ingests.look() + leftOvers.look();
    }
}
