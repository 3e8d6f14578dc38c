package org.reelmill.worker.ingest;

import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Ingest;
import org.reelmill.title.Ingests;
import org.reelmill.title.Tasks;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.GrowingPlaylists;
import org.reelmill.worker.publish.ListableSegments;

/// What follows every task: the growing playlists move on, tasks that follow others become READY, and after
/// the last one the FINISH task gets its ticket. Any number of workers may do it at once. Of a long film's
/// thousands of tasks it reads what can be listed, piece by piece, and of the others whether any is undone.
public final class NextSteps {

    private final Ingests ingests;
    private final Tasks tasks;
    private final TicketQueue tickets;
    private final GrowingPlaylists growing;

    public NextSteps(Ingests ingests, Tasks tasks, TicketQueue tickets, GrowingPlaylists growing) {
        this.ingests = ingests;
        this.tasks = tasks;
        this.tickets = tickets;
        this.growing = growing;
    }

    /// To be called after a task's result was recorded.
    void after(String ingestId, IngestPlan plan) {
        after(ingestId, plan, () -> {});
    }

    /// @param step called now and then, so that a lease that goes on can be renewed
    void after(String ingestId, IngestPlan plan, Runnable step) {
        Ingest ingest = ingests.find(ingestId).orElse(null);
        if (ingest == null || !ingest.state().isActive()) {
            return;
        }
        growing.advance(ingest, plan, listable(ingestId), step);
        int followers = tasks.readyToFollow(ingestId);
        if (followers > 0) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()), followers);
        }
        if (tasks.readyToFinish(ingestId)) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()));
        }
    }

    private ListableSegments listable(String ingestId) {
        try (var results = tasks.results(ingestId, ListableSegments.FIELDS)) {
            return ListableSegments.of(results);
        }
    }
}
