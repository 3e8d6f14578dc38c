package org.reelmill.pipeline.reconcile;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How patient reconciliation is.
///
/// @param every wait between two looks at leases and tickets
/// @param lease how long the beat of a leased task may stand still, as seen from here, before another worker
///     gets the task
/// @param maxLeases how often a task may lose its worker before its ingest has FAILED; a task that kills its
///     workers would go round for ever
/// @param grace how long after the end of an ingest its left-over objects stay
/// @param failedGrace the same for FAILED ingests, which an operator may want to go on with
@Validated
@ConfigurationProperties("reelmill.reconcile")
public record ReconcileProperties(
        @NotNull @DefaultValue("2s") Duration every,
        @NotNull @DefaultValue("15s") Duration lease,
        @Min(1) @DefaultValue("10") int maxLeases,
        @NotNull @DefaultValue("10m") Duration grace,
        @NotNull @DefaultValue("24h") Duration failedGrace) {}
