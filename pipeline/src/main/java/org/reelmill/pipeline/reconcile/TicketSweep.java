package org.reelmill.pipeline.reconcile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Pauses;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the tickets that READY tasks lack, but for what is paused: after a crash between store and broker,
/// and for another attempt after a failure. What is missing must be missing at two looks in a row, since a
/// task is stored before its ticket is sent. A ticket too many is dropped by whoever takes it. Not
/// thread-safe.
final class TicketSweep {

    private static final Logger log = LoggerFactory.getLogger(TicketSweep.class);

    private final Tasks tasks;
    private final Pauses pauses;
    private final TicketQueue tickets;
    private Map<TicketClass, Long> missingBefore = new EnumMap<>(TicketClass.class);

    TicketSweep(Tasks tasks, Pauses pauses, TicketQueue tickets) {
        this.tasks = tasks;
        this.pauses = pauses;
        this.tickets = tickets;
    }

    /// Looks once at all classes.
    ///
    /// @return how many tickets were sent
    int look() {
        Set<String> paused = pauses.ingests();
        List<Task> ready = tasks.inState(TaskState.READY).stream()
                .filter(task -> !paused.contains(task.ingest()))
                .toList();
        var missingNow = new EnumMap<TicketClass, Long>(TicketClass.class);
        int sent = 0;
        for (TicketClass ticketClass : TicketClass.values()) {
            long count = ready.stream()
                    .filter(task -> task.ticketClass().equals(ticketClass.id()))
                    .count();
            long missing = count == 0 ? 0 : Math.max(0, count - tickets.waiting(ticketClass));
            long sure = Math.min(missing, missingBefore.getOrDefault(ticketClass, 0L));
            for (long ticket = 0; ticket < sure; ticket++) {
                tickets.send(ticketClass);
                sent++;
            }
            missingNow.put(ticketClass, missing - sure);
            if (sure > 0) {
                log.info("Sent {} missing tickets of class {}", sure, ticketClass.id());
            }
        }
        missingBefore = missingNow;
        return sent;
    }
}
