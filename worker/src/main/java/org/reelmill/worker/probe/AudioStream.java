package org.reelmill.worker.probe;

import org.jspecify.annotations.Nullable;

/// A sound track.
///
/// @param index of the stream in the container
/// @param language BCP 47, e.g. `en`; null where the container does not say
public record AudioStream(
        int index,
        String codec,
        int channels,
        int sampleRate,
        @Nullable String language,
        @Nullable String title,
        boolean isDefault) {}
