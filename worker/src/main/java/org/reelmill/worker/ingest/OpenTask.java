package org.reelmill.worker.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.ingest.Plans.Planned;
import org.reelmill.worker.plan.CopyPlanner;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.ContainerIndex;
import org.reelmill.worker.probe.Entries;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Probed;
import org.reelmill.worker.probe.Prober;
import org.reelmill.worker.probe.ScannedFilm;
import org.reelmill.worker.probe.Sniffer;
import org.reelmill.worker.source.WholeFilm;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;

/// Opens an ingest: reads the first bytes and the container's index, probes, plans, makes the tasks. Done a
/// second time it finds the first one's plan and makes the tasks that are missing.
public final class OpenTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(OpenTask.class);

    private final Films films;
    private final Ingests ingests;
    private final Tasks tasks;
    private final TicketQueue tickets;
    private final Plans plans;
    private final Prober prober;
    private final Planner planner;
    private final Ladder ladder;
    private final Supplier<String> encoder;
    private final NextSteps nextSteps;

    public OpenTask(
            Films films,
            Ingests ingests,
            Tasks tasks,
            TicketQueue tickets,
            Plans plans,
            Prober prober,
            Planner planner,
            Ladder ladder,
            Supplier<String> encoder,
            NextSteps nextSteps) {
        this.films = films;
        this.ingests = ingests;
        this.tasks = tasks;
        this.tickets = tickets;
        this.plans = plans;
        this.prober = prober;
        this.planner = planner;
        this.ladder = ladder;
        this.encoder = encoder;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) throws IOException, InterruptedException {
        var stage = new Stage();
        Task task = lease.task();
        Ingest ingest = films.ingest(task);
        if (ingest.state() == IngestState.QUEUED) {
            ingests.move(ingest.id(), IngestState.OPENING, new Update());
        }
        Planned planned = plans.find(ingest.id()).orElse(null);
        if (planned == null) {
            planned = plans.add(ingest.id(), new Planned(plan(lease), encoder.get()));
        }
        lease.step();
        begin(task, planned);
        make(lease, planned);
        lease.finish(Map.of());
        nextSteps.after(ingest.id(), planned.plan());
        log.info(
                "Opened in {}: {} chunks of {} sets, {} sound and {} text tracks",
                stage.took(),
                planned.plan().chunks().size(),
                planned.plan().sets().size(),
                planned.plan().audio().size(),
                planned.plan().text().size());
    }

    private IngestPlan plan(Lease lease) throws IOException, InterruptedException {
        Task task = lease.task();
        try (Film film = films.open(task)) {
            var stage = new Stage();
            byte[] first = film.reader().bytes(0, Sniffer.BYTES);
            String demuxer = Sniffer.demuxer(first);
            WholeFilm.check(film.reader(), demuxer);
            log.info("Read the first bytes of {} in {}", demuxer, stage.took());
            stage = new Stage();
            var input = new MediaInput(film.input().uri(), demuxer);
            Probed probed = film.tell(() -> prober.probed(input, ContainerIndex.of(demuxer, first), lease::step));
            log.info("Probed in {}", stage.took());
            Entries entries = entries(film, input, probed);
            boolean waits = films.ingest(task).ticketClass().equals(TicketClass.INTERACTIVE.id());
            Waiting waiting = waits ? Waiting.SOMEBODY : Waiting.NOBODY;
            return copying(lease, film, planner.plan(probed.media(), entries, ladder, waiting), waiting);
        }
    }

    private IngestPlan copying(Lease lease, Film film, IngestPlan plan, Waiting waiting)
            throws IOException, InterruptedException {
        Optional<Failure> mustBeEncoded = ingests.ofTitle(film.ingest().title()).stream()
                .filter(earlier -> earlier.source().equals(film.ingest().source()))
                .flatMap(earlier -> Stream.ofNullable(earlier.failure()))
                .filter(failure -> failure.code().equals(RejectedSource.MUST_BE_ENCODED))
                .findFirst();
        IngestPlan planned = mustBeEncoded.isPresent()
                ? CopyPlanner.notCopying(plan, "when that was tried, " + found(mustBeEncoded.get()))
                : new CopyPlanner(planner).plan(plan, ladder, waiting, film.bytes(lease));
        log.info("{}", planned.copying());
        return planned;
    }

    /// As a clause.
    private static String found(Failure mustBeEncoded) {
        return Objects.requireNonNullElse(mustBeEncoded.detail(), "something was found that cannot be copied");
    }

    private Entries entries(Film film, MediaInput whole, Probed probed) throws IOException, InterruptedException {
        if (probed.media().index() == MediaInfo.Index.PRESENT) {
            return Entries.none("it is not needed: the film has an index");
        }
        var stage = new Stage();
        var scanned = new ScannedFilm(
                film.reader().size(),
                whole,
                film.reader()::bytes,
                excerpt -> new MediaInput(film.input().uri(excerpt), whole.demuxer()));
        Entries entries = prober.entries(probed, scanned);
        film.input().check(); // Where the source cannot be read, nothing was found out about the film.
        log.info("Looked for entries in {}: {}", stage.took(), entries);
        return entries;
    }

    private void begin(Task task, Planned planned) {
        if (films.ingest(task).state() == IngestState.OPENING) {
            var opened = new Update()
                    .set("encoder", planned.encoder())
                    .set("copying", planned.plan().copying())
                    .set("openedAt", Instant.now());
            ingests.move(task.ingest(), IngestState.ENCODING, opened);
        }
    }

    /// The first picture and the sound get their tickets before the rest is written.
    private void make(Lease lease, Planned planned) {
        Ingest ingest = films.ingest(lease.task());
        List<Task> made = TaskOrders.of(planned).stream()
                .map(order -> task(ingest, order))
                .toList();
        int copied = planned.plan().copied().isPresent() ? 1 : 0;
        int first = Math.min(2 + copied + planned.plan().audio().size(), made.size());
        add(made.subList(0, first));
        lease.step();
        add(made.subList(first, made.size()));
        tasks.add(List.of(
                Task.of(ingest, TaskState.WAITING, TaskOrders.storyboard(planned)),
                Task.of(ingest, TaskState.WAITING, TaskOrders.finish(planned))));
        Ingest now = films.ingest(lease.task());
        if (!now.ticketClass().equals(ingest.ticketClass())) { // Somebody began to wait meanwhile.
            tasks.reclass(now.id(), now.ticketClass(), now.priority());
            tickets.send(IngestStarter.classOf(now.ticketClass()), made.size());
        }
    }

    private void add(List<Task> made) {
        tasks.add(made);
        for (TicketClass ticketClass : TicketClass.values()) {
            var ofClass = new ArrayList<>(made);
            ofClass.removeIf(task -> !task.ticketClass().equals(ticketClass.id()));
            tickets.send(ticketClass, ofClass.size());
        }
    }

    private static Task task(Ingest ingest, TaskOrder order) {
        Task task = Task.of(ingest, TaskState.READY, order);
        return order.kind() == TaskKind.FILL ? task.inClass(TicketClass.FETCH.id()) : task;
    }
}
