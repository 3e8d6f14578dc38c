package org.reelmill.pipeline.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reelmill.pipeline.progress.IngestPaces;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pause;
import org.reelmill.title.Pauses;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;

/// Finishes the steps of ingests that a crash cut in two. Each is a conditional update, so it does no harm
/// where another process is at the same step.
final class IngestSweep {

    private static final Logger log = LoggerFactory.getLogger(IngestSweep.class);

    private final Titles titles;
    private final Ingests ingests;
    private final Tasks tasks;
    private final Pauses pauses;
    private final IngestPaces paces;
    private final IngestStarter starter;
    private final TicketQueue tickets;

    IngestSweep(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Pauses pauses,
            IngestPaces paces,
            IngestStarter starter,
            TicketQueue tickets) {
        this.titles = titles;
        this.ingests = ingests;
        this.tasks = tasks;
        this.pauses = pauses;
        this.paces = paces;
        this.starter = starter;
        this.tickets = tickets;
    }

    /// Looks once at all ingests under way and all wanted titles.
    ///
    /// @return how many steps were finished
    int look() {
        int done = 0;
        Set<String> paused = pauses.ingests();
        for (Ingest ingest : ingests.active()) {
            List<Task> all = tasks.ofIngest(ingest.id());
            if (paused.contains(ingest.id())) {
                paces.rest(ingest);
            } else {
                paces.look(ingest, all);
            }
            done += look(ingest, all) ? 1 : 0;
        }
        for (Title title : titles.inState(TitleState.WANTED)) {
            done += look(title) ? 1 : 0;
        }
        return done + clearEnded();
    }

    private boolean look(Title title) {
        Ingest ingest =
                Optional.ofNullable(title.ingest()).flatMap(ingests::find).orElse(null);
        if (ingest == null) {
            boolean started = starter.start(title.id(), TicketClass.BATCH).isPresent();
            if (started) {
                log.info("Started the ingest of \"{}\", which was wanted but had none", title.name());
            }
            return started;
        }
        if (!cameToNothing(ingest)) {
            return false;
        }
        titles.release(title.id());
        log.info("Gave back \"{}\", whose ingest is {}", title.name(), ingest.state());
        return true;
    }

    /// An ingest was ended, but its tasks, or its pause, were not.
    private int clearEnded() {
        int done = 0;
        var alive = tasks.inState(TaskState.READY).stream()
                .filter(task -> task.kind() != TaskKind.REPAIR)
                .map(Task::ingest)
                .collect(Collectors.toSet());
        for (String ingest : alive) {
            if (ingests.find(ingest).filter(IngestSweep::cameToNothing).isPresent()) {
                tasks.cancel(ingest);
                log.info("Cancelled the tasks of ingest {}, which has ended", ingest);
                done++;
            }
        }
        for (Pause pause : pauses.all()) {
            boolean holds = pause.id().equals(Pauses.BATCH)
                    || ingests.find(pause.id())
                            .filter(ingest -> ingest.state().isActive())
                            .isPresent();
            if (!holds && pauses.remove(pause.id())) {
                done++;
            }
        }
        return done;
    }

    private static boolean cameToNothing(Ingest ingest) {
        return !ingest.state().isActive() && ingest.state() != IngestState.READY;
    }

    private boolean look(Ingest ingest, List<Task> all) {
        if (ingest.state() == IngestState.QUEUED && all.isEmpty()) {
            return open(ingest);
        }
        Optional<Task> failed = all.stream()
                .filter(task -> task.state() == TaskState.FAILED && task.kind() != TaskKind.REPAIR)
                .findFirst();
        if (failed.isPresent()) {
            return fail(ingest, failed.get());
        }
        int followers = tasks.readyToFollow(ingest.id());
        if (followers > 0) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()), followers);
            log.info("Made {} tasks of ingest {} ready, after those before were done", followers, ingest.id());
            return true;
        }
        if (tasks.readyToFinish(ingest.id())) {
            tickets.send(IngestStarter.classOf(ingest.ticketClass()));
            log.info("Made the last task of ingest {} ready, after all others were done", ingest.id());
            return true;
        }
        return isFinished(all) && published(ingest);
    }

    /// A task failed for good, then its worker died before the ingest knew.
    private boolean fail(Ingest ingest, Task failed) {
        ingests.end(ingest.id(), IngestState.FAILED, failed.failures().getLast());
        tasks.cancel(ingest.id());
        log.info("Ended ingest {}, whose task {} has failed", ingest.id(), failed.id());
        return true;
    }

    /// An ingest was stored, then its starter died: before its title, or its OPEN task, knew.
    private boolean open(Ingest ingest) {
        Title title = titles.find(ingest.title()).orElse(null);
        if (title == null || title.state() == TitleState.TAKEN_DOWN) {
            ingests.move(ingest.id(), IngestState.CANCELLED, new Update().set("endedAt", Instant.now()));
            return true;
        }
        if (!ingest.id().equals(title.ingest())) {
            titles.move(title.id(), TitleState.WANTED, new Update().set("wantedAt", Instant.now()));
            titles.setIngest(title.id(), ingest.id());
        }
        starter.open(ingest);
        log.info("Gave ingest {} the first task that it lacked", ingest.id());
        return true;
    }

    private static boolean isFinished(List<Task> tasks) {
        return tasks.stream().anyMatch(task -> task.kind() == TaskKind.FINISH && task.state() == TaskState.DONE);
    }

    /// The title has its publication, but the ingest does not say so yet.
    private boolean published(Ingest ingest) {
        boolean published = titles.find(ingest.title())
                .map(Title::publication)
                .filter(publication -> publication.id().equals(ingest.id()))
                .isPresent();
        return published
                && ingests.move(ingest.id(), IngestState.READY, new Update().set("endedAt", Instant.now()))
                        .isPresent();
    }
}
