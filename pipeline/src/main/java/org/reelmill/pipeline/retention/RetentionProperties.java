package org.reelmill.pipeline.retention;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the job retention keeps, and for how long.
///
/// @param budget room for all publications together; where they take more, those that were not watched for
///     the longest time are put away. Nothing is, unless it is given
/// @param watching a film whose player gave a sign of life within this time is being watched, and stays
/// @param grace how long the objects of a publication stay that no title plays any more, for those who have
///     begun to watch it
/// @param sourcesAfter how long after a film became READY its fetched source parts stay, where workers keep
///     them (`reelmill.worker.keep-sources`); for ever, unless it is given
@Validated
@ConfigurationProperties("reelmill.retention")
public record RetentionProperties(
        @Nullable DataSize budget,
        @NotNull @DefaultValue("10m") Duration watching,
        @NotNull @DefaultValue("1h") Duration grace,
        @Nullable Duration sourcesAfter) {}
