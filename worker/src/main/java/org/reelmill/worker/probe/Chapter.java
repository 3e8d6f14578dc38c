package org.reelmill.worker.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A chapter mark, on the container's clock.
public record Chapter(
        Duration start, Duration end, @Nullable String title) {}
