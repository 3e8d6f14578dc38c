package org.reelmill.worker.publish;

import java.util.List;
import java.util.stream.Collectors;

/// Thrown where a publication is not fit to be READY: what the findings name has to be made anew.
public final class GateRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int TOLD = 5;

    /// Code of the failure that it becomes.
    public static final String CODE = "gate-refused";

    private final transient List<Finding> findings;

    GateRefused(String ingest, List<Finding> findings) {
        super("The publication of ingest " + ingest + " has " + findings.size() + " faults: "
                + findings.stream().limit(TOLD).map(Finding::toString).collect(Collectors.joining(" ")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
