package org.reelmill.worker.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Task;
import org.reelmill.worker.Hiccup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where slots of one sort wait for tickets, the classes in their order. However many slots are idle, one of
/// them looks.
final class TicketLane {

    private static final Logger log = LoggerFactory.getLogger(TicketLane.class);
    private static final Duration HICCUP = Duration.ofSeconds(1);
    private static final Duration UNFIT_POLL = Duration.ofMillis(200);

    private final List<TicketClass> classes;
    private final TicketQueue tickets;
    private final Function<TicketClass, Optional<Task>> claim;
    private final Duration idlePoll;
    private final Fitness fitness;
    private final ReentrantLock looking = new ReentrantLock();
    private boolean failing; // Guarded by looking.

    TicketLane(
            List<TicketClass> classes,
            TicketQueue tickets,
            Function<TicketClass, Optional<Task>> claim,
            Duration idlePoll,
            Fitness fitness) {
        this.classes = List.copyOf(classes);
        this.tickets = tickets;
        this.claim = claim;
        this.idlePoll = idlePoll;
        this.fitness = fitness;
    }

    /// Looks once for a ticket; returns after a short wait where there is none.
    ///
    /// @return a leased task
    Optional<Task> next() {
        try {
            if (!looking.tryLock(1, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException leaseEndedLate) {
            return Optional.empty();
        }
        try {
            if (!fitness.isFit()) {
                LockSupport.parkNanos(UNFIT_POLL.toNanos());
                return Optional.empty();
            }
            Optional<Task> task = look();
            if (failing) {
                failing = false;
                log.info("Tickets can be taken again");
            }
            return task;
        } catch (RuntimeException e) {
            if (!failing) { // Once, not each second for as long as it lasts.
                failing = true;
                log.warn("No ticket can be taken, it is tried again each second: {}", Hiccup.text(e));
            }
            LockSupport.parkNanos(HICCUP.toNanos());
            return Optional.empty();
        } finally {
            looking.unlock();
        }
    }

    private Optional<Task> look() {
        for (TicketClass ticketClass : classes) {
            Optional<Task> task = tickets.take(ticketClass, () -> claim.apply(ticketClass));
            if (task.isPresent()) {
                return task;
            }
        }
        LockSupport.parkNanos(idlePoll.toNanos());
        return Optional.empty();
    }
}
