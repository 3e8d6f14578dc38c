package org.reelmill.worker.ingest;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.publish.Finding;
import org.reelmill.worker.publish.GateRefused;
import org.reelmill.worker.publish.ObjectNames;
import org.reelmill.worker.task.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has made anew what the gate refused (design §5.4), a bounded number of times. After a crash in between
/// reconcile brings the FINISH task back, and the gate finds the same again.
public final class Redo {

    private static final Logger log = LoggerFactory.getLogger(Redo.class);
    private static final int MOST = 2;

    private final Tasks tasks;
    private final TicketQueue tickets;
    private final ObjectStore store;

    public Redo(Tasks tasks, TicketQueue tickets, ObjectStore store) {
        this.tasks = tasks;
        this.tickets = tickets;
        this.store = store;
    }

    /// Sets the FINISH task back to waiting, and the tasks that made what was refused to READY.
    ///
    /// @return false if nothing of it can be made anew, or that was tried too often; nothing has changed then
    boolean begin(Lease finish, Ingest ingest, IngestPlan plan, GateRefused refused) {
        List<Finding> findings = refused.findings();
        List<Task> guilty = tasks.ofIngest(ingest.id()).stream()
                .filter(task -> findings.stream().anyMatch(made(task, plan)))
                .toList();
        long earlier = finish.task().failures().stream()
                .filter(failure -> failure.code().equals(GateRefused.CODE))
                .count();
        if (guilty.isEmpty() || earlier >= MOST) {
            return false;
        }
        finish.setBack(refused);
        dropInits(ingest, findings);
        long redone = tasks.redo(guilty.stream().map(Task::id).toList());
        tickets.send(IngestStarter.classOf(ingest.ticketClass()), Math.toIntExact(redone));
        log.warn("The gate refused the film, {} tasks are done again: {}", redone, refused.getMessage());
        return true;
    }

    /// Init segments are written once, by whoever comes first; a bad one would stay.
    private void dropInits(Ingest ingest, List<Finding> findings) {
        store.delete(findings.stream()
                .filter(finding -> finding.segment() == null)
                .flatMap(finding -> Stream.ofNullable(finding.rendition()))
                .distinct()
                .map(rendition -> ingest.prefix() + ObjectNames.init(rendition))
                .toList());
    }

    /// Whether a finding is about what a task has made.
    private static Predicate<Finding> made(Task task, IngestPlan plan) {
        if (task.kind() == TaskKind.AUDIO || task.kind() == TaskKind.TEXT) {
            return finding -> TaskOrders.text(task, TaskOrders.RENDITION).equals(finding.rendition());
        }
        if (task.kind() == TaskKind.STORYBOARD) {
            return finding -> "storyboard".equals(finding.rendition());
        }
        if (task.kind() != TaskKind.VIDEO) {
            return finding -> false;
        }
        RungSet set = TaskOrders.set(task, plan);
        Chunk chunk = TaskOrders.chunk(task, plan);
        int end = chunk.firstSegment() + chunk.segmentFrames().size();
        return finding -> finding.rendition() != null
                && set.rungs().contains(finding.rendition())
                && (finding.segment() == null || finding.segment() >= chunk.firstSegment() && finding.segment() < end);
    }
}
