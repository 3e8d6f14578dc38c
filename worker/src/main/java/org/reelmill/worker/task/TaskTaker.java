package org.reelmill.worker.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.worker.Hiccup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;

/// The worker's slots: each takes a ticket, leases the best task of its class and does the work. What
/// somebody waits for goes first. At a stop the work goes on for a while, then is given back, all within the
/// grace time.
public final class TaskTaker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TaskTaker.class);
    private static final int UNHURRIED = 10;
    /// Of the grace time, for giving back what is not done by then.
    private static final Duration GIVING_BACK = Duration.ofSeconds(5);

    private final WorkerDirectory directory;
    private final WorkerProperties properties;
    private final Tasks tasks;
    private final TicketQueue tickets;
    private final Map<TaskKind, Work> works;
    private final TaskEnd taskEnd;
    private final RestingTasks resting;
    private final Fitness fitness;
    private final TaskMeter meter;
    private final Supplier<String> encoder;
    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
    private final List<Thread> slots = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("worker-beat").daemon().factory());
    private volatile boolean running;

    /// @param works what to do for each kind of task
    /// @param encoder fingerprint of the encoder build of this worker
    /// @param meter hears of all work
    public TaskTaker(
            WorkerDirectory directory,
            WorkerProperties properties,
            Tasks tasks,
            TicketQueue tickets,
            Map<TaskKind, Work> works,
            IngestEnd ingestEnd,
            Supplier<String> encoder,
            TaskMeter meter) {
        this.directory = directory;
        this.properties = properties;
        this.tasks = tasks;
        this.tickets = tickets;
        this.works = Map.copyOf(works);
        this.fitness = new Fitness(directory, properties);
        this.resting = new RestingTasks(tasks, this::ticket, clock);
        this.taskEnd =
                new TaskEnd(properties, tasks, ingestEnd, new TaskEnd.Again(this::ticket, clock, fitness, resting));
        this.encoder = encoder;
        this.meter = meter;
    }

    @Override
    public void start() {
        String fingerprint = encoder.get();
        List<Task> earlier = tasks.giveBackOfEarlier(directory.name(), directory.owner());
        earlier.forEach(this::ticket);
        running = true;
        var encoding = lane(fingerprint, properties.idlePoll(), TicketClass.INTERACTIVE, TicketClass.BATCH);
        // Nobody waits for it: what is read is fetched in any case.
        var fetching = lane(fingerprint, properties.idlePoll().multipliedBy(UNHURRIED), TicketClass.FETCH);
        var slotsToEncode = new EncodeSlots(properties.encodeSlots());
        start("slot", slotsToEncode.threads(), () -> slotsToEncode.fill(() -> next(encoding), this::work));
        start("fetch", properties.fetchSlots(), () -> next(fetching).ifPresent(this::work));
        long beat = properties.beat().toMillis();
        clock.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
        log.info(
                "Worker {} started with {} slots, {} for fetching; gave back {} leases of its earlier process",
                directory.name(),
                properties.encodeSlots(),
                properties.fetchSlots(),
                earlier.size());
    }

    @Override
    public void stop() {
        running = false;
        log.info("Worker {} stops: it takes nothing new and ends {} tasks", directory.name(), leases.size());
        long end = System.nanoTime() + properties.stopGrace().toNanos();
        long third = properties.stopGrace().toNanos() / 3;
        join(end - Math.min(GIVING_BACK.toNanos(), third));
        int left = leases.size();
        leases.forEach(Lease::stop);
        join(end);
        clock.shutdownNow();
        resting.stop();
        log.info("Worker {} stopped; it gave back {} tasks", directory.name(), left - leases.size());
    }

    /// Whether this worker takes tasks, and if not, why.
    public Fitness fitness() {
        return fitness;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Whether any task is at work.
    public boolean isWorking() {
        return !leases.isEmpty();
    }

    private TicketLane lane(String fingerprint, Duration idlePoll, TicketClass... classes) {
        return new TicketLane(
                List.of(classes),
                tickets,
                ticketClass -> tasks.claim(ticketClass.id(), directory.owner(), fingerprint),
                idlePoll,
                fitness);
    }

    private void start(String name, int count, Runnable turn) {
        for (int i = 1; i <= count; i++) {
            slots.add(Thread.ofPlatform().name("worker-" + name + "-" + i).start(() -> {
                while (running) {
                    turn.run();
                }
            }));
        }
    }

    /// Nothing once it stops, though a slot became free.
    private Optional<Task> next(TicketLane lane) {
        return running ? lane.next() : Optional.empty();
    }

    private void work(Task task) {
        var lease = new Lease(tasks, task, Thread.currentThread());
        MDC.put("title", task.title());
        MDC.put("task", task.id());
        leases.add(lease);
        meter.begin(task.kind());
        long begun = System.nanoTime();
        var end = TaskMeter.End.FAILED;
        try {
            if (!running) {
                lease.stop();
            }
            end = perform(lease);
        } finally {
            meter.end(task.kind(), end, Duration.ofNanos(System.nanoTime() - begun));
            leases.remove(lease);
            MDC.clear();
        }
    }

    /// The one place that catches what stages throw.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private TaskMeter.End perform(Lease lease) {
        Throwable thrown = null;
        try {
            Work work = works.get(lease.task().kind());
            if (work == null) {
                throw new IllegalStateException("This worker does not know tasks of kind "
                        + lease.task().kind() + "; update it.");
            }
            work.perform(lease);
            if (!lease.isEnded()) {
                throw new IllegalStateException(
                        "The work of task " + lease.task().id() + " ended without a result.");
            }
        } catch (Throwable e) {
            thrown = e;
        } finally {
            lease.release();
        }
        return thrown == null ? TaskMeter.End.DONE : taskEnd.end(lease, thrown);
    }

    private void beat() {
        for (Lease lease : leases) {
            try {
                lease.beat();
            } catch (RuntimeException storeHiccuped) {
                log.warn(
                        "A lease could not be renewed, it is tried again: {}",
                        storeHiccuped.getClass().getSimpleName());
            }
        }
        try {
            resting.beat();
        } catch (RuntimeException storeHiccuped) {
            log.warn("Tasks that rest could not be renewed, it is tried again: {}", Hiccup.text(storeHiccuped));
        }
    }

    private void ticket(Task task) {
        tickets.send(IngestStarter.classOf(task.ticketClass()));
    }

    private void join(long deadlineNanos) {
        for (Thread slot : slots) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            try {
                if (left > 0) {
                    slot.join(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
