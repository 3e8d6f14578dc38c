package org.reelmill.worker.task;

import java.util.List;
import java.util.Optional;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.publish.GateRefused;
import org.reelmill.worker.source.PartLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends an ingest that cannot go on: its tasks are cancelled, its title given back, and its objects deleted,
/// unless we are at fault: then reconcile keeps them for a while, so that an operator can let it go on. What
/// the gate has refused is deleted at once. Every step can be done again.
public final class IngestEnd {

    private static final Logger log = LoggerFactory.getLogger(IngestEnd.class);

    private final Ingests ingests;
    private final Tasks tasks;
    private final Titles titles;
    private final Sources sources;
    private final ObjectStore store;
    private final PartLedger parts;
    private final Repairs repairs;
    private final IngestStarter starter;

    public IngestEnd(
            Ingests ingests,
            Tasks tasks,
            Titles titles,
            Sources sources,
            ObjectStore store,
            PartLedger parts,
            Repairs repairs,
            IngestStarter starter) {
        this.ingests = ingests;
        this.tasks = tasks;
        this.titles = titles;
        this.sources = sources;
        this.store = store;
        this.parts = parts;
        this.repairs = repairs;
        this.starter = starter;
    }

    /// @param state REJECTED where the source is no good, FAILED where we are at fault
    public void end(Task task, IngestState state, Failure failure) {
        if (task.kind() == TaskKind.REPAIR) {
            endRepair(task, failure);
            return;
        }
        boolean isFirst = ingests.end(task.ingest(), state, failure).isPresent();
        if (!isFirst && ingests.find(task.ingest()).filter(this::isBegunAnew).isPresent()) {
            clear(task); // The title is the next ingest's by now.
            return;
        }
        tasks.cancel(task.ingest());
        if (isPublished(task)) {
            return; // Only its last clean-up failed; what plays must not be touched.
        }
        titles.release(task.title());
        clear(task);
        log.warn("Ended the ingest as {}: {} ({})", state, failure.reason(), failure.code());
        ingests.find(task.ingest()).filter(this::isBegunAnew).ifPresent(this::beginAnew);
    }

    /// What was said of the film keeps the next ingest from copying.
    private void beginAnew(Ingest ended) {
        TicketClass ticketClass = IngestStarter.classOf(ended.ticketClass());
        if (starter.start(ended.title(), ticketClass).isEmpty()) {
            starter.renew(ended.title(), ticketClass);
        }
    }

    /// What plays must not be touched: the film keeps its hole, and an operator sees why.
    private void endRepair(Task task, Failure failure) {
        tasks.fail(task, failure);
        ingests.find(task.ingest()).ifPresent(ingest -> {
            if (task.work().get(Task.NAMES) instanceof List<?> names) {
                var keys = names.stream().map(name -> ingest.prefix() + name).toList();
                repairs.end(ingest.id(), keys, Repair.State.FAILED, failure.reason());
            }
        });
        log.warn("A repair failed: {} ({})", failure.reason(), failure.code());
    }

    /// Deletes what a task whose lease was lost may have stored after its ingest had ended, e.g. by an
    /// operator.
    public void clear(Task task) {
        Optional<Ingest> ended = ingests.find(task.ingest()).filter(IngestEnd::isWithdrawn);
        if (ended.isEmpty()) {
            return;
        }
        store.deleteAll(ended.get().prefix());
        if (ended.get().state() == IngestState.FAILED) {
            tasks.remove(ended.get().id()); // There is nothing that it could go on from.
            return;
        }
        if (isBegunAnew(ended.get())) {
            return; // From the same parts.
        }
        if (ended.get().state() == IngestState.REJECTED || isFetched(ended.get())) {
            parts.drop(ended.get().source());
        }
    }

    private static boolean isWithdrawn(Ingest ended) {
        Failure failure = ended.failure();
        return switch (ended.state()) {
            case REJECTED, CANCELLED -> true;
            case FAILED -> failure != null && failure.code().equals(GateRefused.CODE);
            default -> false;
        };
    }

    private boolean isBegunAnew(Ingest ended) {
        Failure failure = ended.failure();
        return failure != null && failure.code().equals(RejectedSource.MUST_BE_ENCODED);
    }

    /// What was uploaded is the only copy: it goes only if it is no good.
    private boolean isFetched(Ingest ingest) {
        return sources.find(ingest.source())
                .map(source -> source.sealedLink() != null)
                .orElse(true);
    }

    private boolean isPublished(Task task) {
        return ingests.find(task.ingest())
                .filter(ingest -> ingest.state() == IngestState.READY)
                .isPresent();
    }
}
