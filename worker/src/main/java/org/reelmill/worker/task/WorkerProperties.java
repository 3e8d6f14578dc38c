package org.reelmill.worker.task;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How a worker works.
///
/// @param name in logs and leases; need not be unique, the directory makes it so
/// @param slots how many tasks are encoded at once, the sound of one film beside them; as many as there are
///     cores unless given
/// @param fetchSlots how many sources are fetched at once; 0 leaves fetching to other workers
/// @param directory for scratch files and the cache of source parts; belongs to one worker process
/// @param beat how often a lease is renewed while its work goes on, and looked after in any case
/// @param stopGrace within which a worker that is told to stop has finished its tasks or given them back; its
///     last seconds, at most a third, are for giving back
/// @param attempts how often a task may fail before its ingest fails
/// @param sourceAttempts the same where the source's server cannot be reached
/// @param retryDelay rest of a task after its first failure; each further one doubles it, up to 16 times
/// @param idlePoll how often an idle slot looks for tickets; one that fetches, a tenth as often
/// @param minFree room that the disk of `directory` must have; with less, the worker takes no tasks and says
///     so in its health
/// @param warmUp whether a worker encodes a second of drawn film right after its start, so that the first
///     film is not slower than the next ones
/// @param keepSources whether the fetched parts of a source stay in object storage after the film is ready
@Validated
@ConfigurationProperties("reelmill.worker")
public record WorkerProperties(
        @NotBlank @DefaultValue("worker") String name,
        @Nullable @Positive Integer slots,
        @Min(0) @DefaultValue("2") int fetchSlots,
        @NotNull @DefaultValue("worker") Path directory,
        @NotNull @DefaultValue("1s") Duration beat,
        @NotNull @DefaultValue("30s") Duration stopGrace,
        @Positive @DefaultValue("3") int attempts,
        @Positive @DefaultValue("6") int sourceAttempts,
        @NotNull @DefaultValue("3s") Duration retryDelay,
        @NotNull @DefaultValue("40ms") Duration idlePoll,
        @NotNull @DefaultValue("256MB") DataSize minFree,
        @DefaultValue("true") boolean warmUp,
        @DefaultValue("false") boolean keepSources) {

    /// The slots that encode: as configured, else one per core.
    public int encodeSlots() {
        return slots == null ? Runtime.getRuntime().availableProcessors() : slots;
    }
}
