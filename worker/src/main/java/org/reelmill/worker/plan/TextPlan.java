package org.reelmill.worker.plan;

import org.jspecify.annotations.Nullable;

/// How a subtitle track becomes a WebVTT rendition.
///
/// @param name of the rendition, e.g. `t0-eng`
/// @param stream index in the container
/// @param language BCP 47
/// @param label what a viewer chooses by, unique among the text renditions
public record TextPlan(
        String name,
        int stream,
        @Nullable String language,
        String label,
        boolean isDefault,
        boolean isForced,
        boolean isForHardOfHearing) {}
