package org.reelmill.worker.ingest;

import java.util.List;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Ingest;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.GrowingPlaylists;

/// What follows every task: the growing playlists move on, tasks that follow others become READY, and after
/// the last one the FINISH task gets its ticket. Any number of workers may do it at once.
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
        List<Task> all = tasks.ofIngest(ingestId);
        growing.advance(ingest, plan, all, step);
        int followers = tasks.readyToFollow(all);
        if (followers > 0) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()), followers);
        }
        boolean othersDone =
                all.stream().allMatch(task -> task.kind() == TaskKind.FINISH || task.state() == TaskState.DONE);
        if (othersDone && tasks.readyToFinish(ingestId)) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()));
        }
    }
}
