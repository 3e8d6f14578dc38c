package org.reelmill.app.drills;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.reelmill.testing.Relay;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// Knows the moment when some worker is at a stage. Where the stage is a request to the object store, that
/// request, or its answer, is held up until the moment is over.
final class StageWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);
    private static final int SPREAD_MILLIS = 120;
    private static final long POLL_NANOS = 2_000_000;

    private final Mill mill;
    private final Random random;

    StageWatch(Mill mill, Random random) {
        this.mill = mill;
        this.random = random;
    }

    /// Does something at the moment when a worker is at a stage.
    ///
    /// @param film id of the ingest that must be at it
    void at(Stage stage, String film, Act act) {
        switch (stage) {
            case OPEN -> atWork("OPEN", film, (task, worker) -> task.kind() == TaskKind.OPEN, act);
            case ENCODE -> atWork("ENCODE", film, (task, worker) -> encodes(TaskKind.VIDEO, task, worker), act);
            case UPLOAD, PLAYLIST, FINISH ->
                atWorker(
                        stage.name(),
                        request -> request.path().contains("/" + film + "/")
                                && stage.isRequest(request.method(), request.path()),
                        act);
        }
    }

    /// Does something at the moment when a worker puts a part of a source, that it has fetched, away.
    void atFetch(Act act) {
        atWorker(
                "fetch",
                request -> request.method().equals("PUT") && request.path().contains("/sources/"),
                act);
    }

    private void atWorker(String place, Predicate<Relay.Request> which, Act act) {
        atRequest(
                place,
                mill.workers().stream().map(Mill.Worker::store).toList(),
                which,
                way -> act.to(mill.workers().stream()
                        .filter(worker -> worker.store() == way)
                        .findFirst()
                        .orElseThrow()));
    }

    /// Does something at the moment when a worker encodes to repair a film.
    void atRepair(String film, Act act) {
        atWork("REPAIR", film, (task, worker) -> encodes(TaskKind.REPAIR, task, worker), act);
    }

    /// Does something at the moment when the pipeline sends such a request to the object store.
    void atPipeline(String place, Predicate<Relay.Request> which, Runnable act) {
        atRequest(place, List.of(mill.pipelineStore()), which, way -> act.run());
    }

    /// What is done at the moment.
    @FunctionalInterface
    interface Act {

        /// @param worker who is at the stage
        void to(Mill.Worker worker);
    }

    private void atWork(String place, String film, BiPredicate<Task, Mill.Worker> there, Act act) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var worker = working(film, there);
        while (worker.isEmpty()) {
            checkTime(place, deadline);
            LockSupport.parkNanos(POLL_NANOS);
            worker = working(film, there);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(SPREAD_MILLIS)));
        act.to(worker.get());
    }

    private Optional<Mill.Worker> working(String film, BiPredicate<Task, Mill.Worker> there) {
        List<Task> leased = mill.tasks().inState(TaskState.LEASED).stream()
                .filter(task -> task.ingest().equals(film))
                .toList();
        return mill.workers().stream()
                .filter(worker -> leased.stream().anyMatch(task -> worker.holds(task) && there.test(task, worker)))
                .findFirst();
    }

    private static boolean encodes(TaskKind kind, Task task, Mill.Worker worker) {
        return task.kind() == kind && worker.app().encodes();
    }

    /// @param act hears on which way the request came
    private void atRequest(String place, List<Relay> ways, Predicate<Relay.Request> which, Consumer<Relay> act) {
        var moment = new CompletableFuture<Relay>();
        var over = new CountDownLatch(1);
        boolean before = random.nextBoolean();
        ways.forEach(way -> way.watch(new Relay.Watch() {

            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                if (before) {
                    hold(request);
                }
                return Optional.empty();
            }

            @Override
            public void answered(Relay.Request request) {
                if (!before) {
                    hold(request);
                }
            }

            private void hold(Relay.Request request) {
                if (which.test(request) && moment.complete(way)) {
                    await(over);
                }
            }
        }));
        try {
            act.accept(moment.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("The stage " + place + " was not reached.\n" + mill.situation(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            ways.forEach(Relay::unwatch);
            over.countDown();
        }
    }

    private void checkTime(String place, long deadline) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError("The stage " + place + " was not reached.\n" + mill.situation());
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await(LONGEST_HOLD.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
