package org.reelmill.worker.plan;

import org.jspecify.annotations.Nullable;

/// How a sound track becomes a rendition.
///
/// @param name of the rendition, e.g. `a0-eng`
/// @param stream index in the container
/// @param language BCP 47
/// @param label what a viewer chooses by, unique among the audio renditions
public record AudioPlan(
        String name, int stream, @Nullable String language, String label, int channels, int kbps, boolean isDefault) {}
