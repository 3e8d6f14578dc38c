package org.reelmill.worker.source;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How sources are fetched.
///
/// @param cacheLimit space for parts in the worker's directory; the least recently used go first
/// @param maxSize largest film that is taken
/// @param partTime longest time that one part may take
/// @param tries how often a part is asked for before the source counts as unavailable
/// @param retryDelay wait before the next try, times the number of tries; what a server asks for wins, up to
///     half a minute
/// @param patience how long another worker's fetch of a part may stand still before this one takes it over
@Validated
@ConfigurationProperties("reelmill.worker.source")
public record SourceProperties(
        @NotNull @DefaultValue("2GB") DataSize cacheLimit,
        @NotNull @DefaultValue("200GB") DataSize maxSize,
        @NotNull @DefaultValue("10m") Duration partTime,
        @Positive @DefaultValue("4") int tries,
        @NotNull @DefaultValue("500ms") Duration retryDelay,
        @NotNull @DefaultValue("15s") Duration patience) {}
