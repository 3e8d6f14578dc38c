package org.reelmill.worker.plan;

import java.util.List;

/// Rungs that are encoded together, from one decode.
///
/// @param name `all`, or `early` (what somebody waits for) and `rest`
/// @param rungs names of rungs, tallest first
public record RungSet(String name, List<String> rungs) {

    public RungSet {
        rungs = List.copyOf(rungs);
    }
}
