package org.reelmill.title;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The finished set of objects that one ingest made of a title; stands on the title once it is READY.
///
/// @param id the ingest that made it
/// @param prefix of all its object keys, ends with `/`
/// @param playlist the multivariant playlist, relative to the prefix
/// @param poster key of the poster frame, relative to the prefix
/// @param storyboard key of the index of the pictures for scrubbing (WebVTT), relative to the prefix
/// @param chapters key of the chapters (WebVTT), relative to the prefix
/// @param duration of the picture
public record Publication(
        String id,
        String prefix,
        String playlist,
        @Nullable String poster,
        @Nullable String storyboard,
        @Nullable String chapters,
        Duration duration,
        Instant readyAt) {}
