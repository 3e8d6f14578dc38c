package org.reelmill.title;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// The unit of work that a worker leases.
///
/// @param id deterministic within its ingest, so that making the tasks twice makes them once
/// @param order its place in the plan; tasks of several titles with the same priority take turns by it
/// @param owner the worker that holds or held it
/// @param attempt counts the leases; with the owner it fences out a late worker
/// @param beat counts up while the owner works; a lease whose beat stands still is expired by reconcile
/// @param progress of the present lease, 0 … 1
/// @param weight share of the ingest's whole work, for progress bars; e.g. frames times rungs
/// @param work what is to be done; its shape belongs to the kind, see the worker
/// @param result what was done, likewise
/// @param failures of earlier attempts, oldest first
/// @param since when its ingest was queued: of the batch, the film that waited longest is finished first
@Document("tasks")
public record Task(
        @Id String id,
        String ingest,
        String title,
        TaskKind kind,
        String ticketClass,
        int priority,
        long order,
        TaskState state,
        @Nullable String owner,
        int attempt,
        long beat,
        double progress,
        double weight,
        Map<String, Object> work,
        Map<String, Object> result,
        List<Failure> failures,
        @Nullable Instant since) {

    /// Places in the plan of one set of rungs; nobody waits for those that come after the first set.
    public static final long PLACES_PER_SET = 10_000_000;

    /// Field of [#work] with the fingerprint of the encoder that must do it, where that matters.
    public static final String ENCODER = "encoder";

    /// Field of [#work] of a REPAIR: names of the objects to make again, relative to the publication's
    /// prefix.
    public static final String NAMES = "names";

    /// Field of [#work] of a task that is made WAITING: how the names of those tasks of its ingest begin that
    /// have to be DONE before.
    public static final String AFTER = "after";

    static final String LEASE_LOST = "lease-lost";

    public Task {
        failures = List.copyOf(failures);
    }

    /// How often it lost its worker.
    public long lostLeases() {
        return failures.stream()
                .filter(failure -> failure.code().equals(LEASE_LOST))
                .count();
    }

    /// How often its work failed.
    public long failedAttempts() {
        return failures.size() - lostLeases();
    }

    /// The same task in another class of tickets than its ingest's.
    public Task inClass(String other) {
        return new Task(
                id, ingest, title, kind, other, priority, order, state, owner, attempt, beat, progress, weight, work,
                result, failures, since);
    }

    /// A task as an ingest's plan orders it.
    public static Task of(Ingest ingest, TaskState state, TaskOrder order) {
        return new Task(
                ingest.id() + "-" + order.name(),
                ingest.id(),
                ingest.title(),
                order.kind(),
                ingest.ticketClass(),
                ingest.priority(),
                order.place(),
                state,
                null,
                0,
                0,
                0,
                order.weight(),
                order.work(),
                Map.of(),
                List.of(),
                ingest.queuedAt());
    }
}
