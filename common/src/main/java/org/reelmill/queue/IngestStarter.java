package org.reelmill.queue;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;

/// Starts the ingest of a title: wanted, then an ingest, its OPEN task, a ticket. Every step can be done
/// again: a second call, also by another process
/// at the same instant, ends at the same one ingest.
public final class IngestStarter {

    /// Before everything that nobody waits for.
    public static final int PRIORITY_REQUESTED = 100;

    public static final int PRIORITY_BATCH = 10;

    private static final Logger log = LoggerFactory.getLogger(IngestStarter.class);

    private final Titles titles;
    private final Ingests ingests;
    private final Tasks tasks;
    private final TicketQueue tickets;

    public IngestStarter(Titles titles, Ingests ingests, Tasks tasks, TicketQueue tickets) {
        this.titles = titles;
        this.ingests = ingests;
        this.tasks = tasks;
        this.tickets = tickets;
    }

    /// Starts an ingest of the title's best source, or raises the one under way into a higher class.
    ///
    /// @return the ingest; empty if the title may not be ingested (taken down), needs none (available) or has
    ///     no source
    public Optional<Ingest> start(String titleId, TicketClass ticketClass) {
        return titles.find(titleId)
                .filter(title -> title.publication() == null)
                .flatMap(title -> start(title, ticketClass));
    }

    /// Starts an ingest of a title that has a publication. It plays on until the new one replaces it.
    ///
    /// @return the ingest, or the one under way; empty if the title has no publication, no source,
    ///     or may not be ingested
    public Optional<Ingest> renew(String titleId, TicketClass ticketClass) {
        return titles.find(titleId)
                .filter(title -> title.publication() != null)
                .flatMap(title -> start(title, ticketClass));
    }

    /// Lets the title's last ingest go on that FAILED, from where it was, as long as what it made is kept.
    /// Done chunks and fetched parts stand; what failed has all its attempts again.
    ///
    /// @return the ingest; empty if the last one has not FAILED, or nothing of it is left
    public Optional<Ingest> redrive(String titleId) {
        Ingest failed = titles.find(titleId)
                .filter(title -> title.state() != TitleState.TAKEN_DOWN)
                .map(Title::ingest)
                .flatMap(ingests::find)
                .filter(ingest -> ingest.state() == IngestState.FAILED)
                .orElse(null);
        if (failed == null || tasks.ofIngest(failed.id()).isEmpty()) {
            return Optional.empty();
        }
        var anew = new Update().unset("failure").unset("endedAt");
        if (ingests.move(failed.id(), IngestState.QUEUED, anew).isEmpty()) {
            return Optional.empty();
        }
        tasks.redrive(failed.id());
        titles.move(titleId, TitleState.WANTED, new Update().set("wantedAt", Instant.now()));
        sendTickets(failed.id());
        log.info("Ingest {} goes on after its failure", failed.id());
        return ingests.find(failed.id());
    }

    private Optional<Ingest> start(Title title, TicketClass ticketClass) {
        String titleId = title.id();
        if (title.sources().isEmpty() || title.state() == TitleState.TAKEN_DOWN) {
            return Optional.empty();
        }
        // One list for both questions, or two starters at once could each see half of the other's work.
        List<Ingest> earlier = ingests.ofTitle(titleId);
        Optional<Ingest> present =
                earlier.stream().filter(ingest -> ingest.state().isActive()).findFirst();
        if (present.isPresent()) {
            return Optional.of(raise(present.get(), ticketClass));
        }
        Ingest ingest = next(title, earlier, ticketClass);
        boolean first = ingests.add(ingest);
        titles.move(titleId, TitleState.WANTED, wanted(ingest));
        titles.setIngest(titleId, ingest.id());
        if (first) {
            open(ingest);
            log.info("Queued ingest {} of \"{}\" in class {}", ingest.id(), title.name(), ticketClass.id());
        }
        return ingests.find(ingest.id());
    }

    /// Gives an ingest its OPEN task and a ticket for it; used again by reconcile where a crash came between.
    public void open(Ingest ingest) {
        var order = new TaskOrder(TaskKind.OPEN, "open", 0, 1, Map.of());
        tasks.add(List.of(Task.of(ingest, TaskState.READY, order)));
        tickets.send(classOf(ingest.ticketClass()));
    }

    /// Puts an ingest under way into another class, or before others of its class; what is in work goes on.
    ///
    /// @param priority higher goes first within the class
    public Ingest reclass(Ingest ingest, TicketClass ticketClass, int priority) {
        ingests.reclass(ingest.id(), ticketClass.id(), priority);
        tasks.reclass(ingest.id(), ticketClass.id(), priority);
        sendTickets(ingest.id());
        return ingests.find(ingest.id()).orElse(ingest);
    }

    /// Sends a ticket for each READY task of an ingest: where they may have none, since it was paused or came
    /// to an end. One too many is dropped by whoever takes it.
    public void sendTickets(String ingest) {
        var ready = new EnumMap<TicketClass, Integer>(TicketClass.class);
        for (Task task : tasks.ofIngest(ingest)) {
            if (task.state() == TaskState.READY) {
                ready.merge(classOf(task.ticketClass()), 1, Integer::sum);
            }
        }
        ready.forEach(tickets::send);
    }

    /// The ticket class that a task or an ingest names.
    ///
    /// @throws IllegalArgumentException if there is no such class
    public static TicketClass classOf(String id) {
        for (TicketClass ticketClass : TicketClass.values()) {
            if (ticketClass.id().equals(id)) {
                return ticketClass;
            }
        }
        throw new IllegalArgumentException("There is no ticket class \"" + id + "\".");
    }

    private Ingest raise(Ingest ingest, TicketClass ticketClass) {
        if (ticketClass != TicketClass.INTERACTIVE || ingest.ticketClass().equals(ticketClass.id())) {
            return ingest;
        }
        return reclass(ingest, ticketClass, PRIORITY_REQUESTED);
    }

    private static Ingest next(Title title, List<Ingest> earlier, TicketClass ticketClass) {
        int number = earlier.stream()
                        .mapToInt(ingest -> Integer.parseInt(
                                ingest.id().substring(ingest.id().lastIndexOf('-') + 1)))
                        .max()
                        .orElse(0)
                + 1;
        int priority = ticketClass == TicketClass.INTERACTIVE ? PRIORITY_REQUESTED : PRIORITY_BATCH;
        return new Ingest(
                title.id() + "-" + number,
                title.id(),
                title.sources().getFirst(),
                IngestState.QUEUED,
                ticketClass.id(),
                priority,
                null,
                null,
                null,
                Instant.now(),
                null,
                null,
                null,
                null);
    }

    private static Update wanted(Ingest ingest) {
        return new Update().set("wantedAt", Instant.now()).set("ingest", ingest.id());
    }
}
