package org.reelmill.serving;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What callers of the serving app may.
///
/// @param guests whether callers without an account may request and watch
/// @param requestsPerHour how many films may be requested from one address
/// @param grantsPerHour how many films may be started from one address
/// @param requestsKept how long requests that are closed are remembered
/// @param maxBody greatest body of a call
@Validated
@ConfigurationProperties("reelmill.serving")
public record ServingProperties(
        @DefaultValue("false") boolean guests,
        @Positive @DefaultValue("30") int requestsPerHour,
        @Positive @DefaultValue("300") int grantsPerHour,
        @NotNull @DefaultValue("90d") Duration requestsKept,
        @NotNull @DefaultValue("64KB") DataSize maxBody) {}
