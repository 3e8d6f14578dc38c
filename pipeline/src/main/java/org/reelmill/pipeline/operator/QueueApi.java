package org.reelmill.pipeline.operator;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.web.OperatorsOnly;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The queue as operators see it.
@RestController
@RequestMapping("/api/queue")
@OperatorsOnly
class QueueApi {

    private final TicketQueue tickets;
    private final Tasks tasks;

    QueueApi(TicketQueue tickets, Tasks tasks) {
        this.tickets = tickets;
        this.tasks = tasks;
    }

    @GetMapping
    QueueView queue() {
        var waiting = new LinkedHashMap<String, Long>();
        for (TicketClass ticketClass : TicketClass.values()) {
            waiting.put(ticketClass.id(), tickets.waiting(ticketClass));
        }
        var byState = new EnumMap<TaskState, Integer>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            byState.put(state, tasks.inState(state).size());
        }
        return new QueueView(waiting, byState, tickets.deadLetters());
    }

    /// The queue.
    ///
    /// @param tickets that wait in the broker, by class
    /// @param tasks how many are in each state
    record QueueView(Map<String, Long> tickets, Map<TaskState, Integer> tasks, long deadLetters) {}
}
