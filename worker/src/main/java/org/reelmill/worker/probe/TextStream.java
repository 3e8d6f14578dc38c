package org.reelmill.worker.probe;

import org.jspecify.annotations.Nullable;

/// A subtitle track.
///
/// @param index of the stream in the container
/// @param language BCP 47, e.g. `en`; null where the container does not say
public record TextStream(
        int index,
        String codec,
        @Nullable String language,
        @Nullable String title,
        boolean isDefault,
        boolean isForced,
        boolean isForHardOfHearing) {}
