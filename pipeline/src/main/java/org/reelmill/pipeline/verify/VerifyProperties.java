package org.reelmill.pipeline.verify;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How the job verify reads the library.
///
/// @param bytesPerSecond how fast objects are read, so that viewers do not notice
/// @param orphanGrace how old an object must be before it counts as left over
/// @param orphanShare the job refuses to delete more than this share of all objects, unless it is started
///     with `force`: so much is left over only where the document store is not the right one
@Validated
@ConfigurationProperties("reelmill.verify")
public record VerifyProperties(
        @NotNull @DefaultValue("20MB") DataSize bytesPerSecond,
        @NotNull @DefaultValue("24h") Duration orphanGrace,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.1")
        double orphanShare) {}
