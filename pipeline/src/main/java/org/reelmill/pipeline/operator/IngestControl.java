package org.reelmill.pipeline.operator;

import java.time.Instant;
import java.util.Optional;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pauses;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpStatus;

/// What an operator does to ingests under way: pause, go on, cancel, put before others. Each can be done
/// again; what a crash cuts in two, reconcile finishes.
final class IngestControl {

    private static final Logger log = LoggerFactory.getLogger(IngestControl.class);

    private final Titles titles;
    private final Ingests ingests;
    private final Tasks tasks;
    private final Pauses pauses;
    private final ObjectStore store;
    private final SourceDrop sourceDrop;
    private final IngestStarter starter;

    IngestControl(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Pauses pauses,
            ObjectStore store,
            SourceDrop sourceDrop,
            IngestStarter starter) {
        this.titles = titles;
        this.ingests = ingests;
        this.tasks = tasks;
        this.pauses = pauses;
        this.store = store;
        this.sourceDrop = sourceDrop;
        this.starter = starter;
    }

    /// Lets no worker begin a task of the ingest. Chunks that are being encoded are finished; fetching and
    /// sound stop within a heartbeat, since they go on later where they stopped. What plays, plays on as far
    /// as it is encoded.
    ///
    /// @throws Problem 404 if there is no such title, 409 if no ingest of it is under way
    Ingest pause(String title) {
        Ingest ingest = underWay(title);
        if (pauses.add(ingest.id())) {
            log.info("Paused ingest {}", ingest.id());
        }
        return ingest;
    }

    /// Ends a pause of the ingest. Where the whole batch is paused too, that holds it still.
    ///
    /// @throws Problem as [#pause]
    Ingest resume(String title) {
        Ingest ingest = underWay(title);
        if (pauses.remove(ingest.id())) {
            log.info("Ingest {} goes on", ingest.id());
        }
        starter.sendTickets(ingest.id());
        return ingest;
    }

    /// Pauses everything that nobody waits for, and what is queued as such later.
    void pauseBatch() {
        if (pauses.add(Pauses.BATCH)) {
            log.info("Paused the batch");
        }
    }

    /// Ends the pause of the batch; ingests that were paused by themselves stay so.
    void resumeBatch() {
        if (pauses.remove(Pauses.BATCH)) {
            log.info("The batch goes on");
        }
        ingests.active().stream()
                .filter(ingest -> ingest.ticketClass().equals(TicketClass.BATCH.id()))
                .forEach(ingest -> starter.sendTickets(ingest.id()));
    }

    /// Ends the ingest: workers stop within a heartbeat, what was made and fetched is deleted, an earlier
    /// publication of the title plays on.
    ///
    /// @throws Problem as [#pause]
    Ingest cancel(String title) {
        Ingest ingest = latest(title)
                .filter(last -> last.state().isActive() || last.state() == IngestState.CANCELLED)
                .orElseThrow(IngestControl::nothingUnderWay);
        ingests.move(ingest.id(), IngestState.CANCELLED, new Update().set("endedAt", Instant.now()));
        Ingest ended = ingests.find(ingest.id()).orElse(ingest);
        if (ended.state() != IngestState.CANCELLED) {
            throw nothingUnderWay(); // It became READY, or failed, meanwhile.
        }
        tasks.cancel(ended.id());
        pauses.remove(ended.id());
        titles.release(title);
        store.deleteAll(ended.prefix());
        sourceDrop.dropOf(ended);
        log.info("Cancelled ingest {}", ended.id());
        return ended;
    }

    /// Puts the ingest into a class, and before those of lower priority in it. What is in work goes on.
    ///
    /// @throws Problem as [#pause]
    Ingest prefer(String title, TicketClass ticketClass, int priority) {
        Ingest ingest = starter.reclass(underWay(title), ticketClass, priority);
        log.info("Ingest {} has priority {} in class {}", ingest.id(), priority, ticketClass.id());
        return ingest;
    }

    /// The title's ingest that is under way.
    Ingest underWay(String title) {
        return latest(title).filter(ingest -> ingest.state().isActive()).orElseThrow(IngestControl::nothingUnderWay);
    }

    private Optional<Ingest> latest(String id) {
        Title title = titles.find(id)
                .orElseThrow(() -> Problem.notFound("title-not-found", "There is no title with this id."));
        return Optional.ofNullable(title.ingest()).flatMap(ingests::find);
    }

    private static Problem nothingUnderWay() {
        return new Problem(HttpStatus.CONFLICT, "no-ingest-under-way", "No ingest of this title is under way.");
    }
}
