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
            case OPEN, ENCODE -> atWork(stage, film, act);
            case UPLOAD, PLAYLIST, FINISH -> atRequest(stage, film, act);
        }
    }

    /// What is done at the moment.
    @FunctionalInterface
    interface Act {

        /// @param worker who is at the stage
        void to(Mill.Worker worker);
    }

    private void atWork(Stage stage, String film, Act act) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var worker = working(stage, film);
        while (worker.isEmpty()) {
            checkTime(stage, deadline);
            LockSupport.parkNanos(POLL_NANOS);
            worker = working(stage, film);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(SPREAD_MILLIS)));
        act.to(worker.get());
    }

    private Optional<Mill.Worker> working(Stage stage, String film) {
        List<Task> leased = mill.tasks().inState(TaskState.LEASED).stream()
                .filter(task -> task.ingest().equals(film))
                .toList();
        return mill.workers().stream()
                .filter(worker -> leased.stream().anyMatch(task -> worker.holds(task) && isAt(stage, task, worker)))
                .findFirst();
    }

    private static boolean isAt(Stage stage, Task task, Mill.Worker worker) {
        return stage == Stage.OPEN
                ? task.kind() == TaskKind.OPEN
                : task.kind() == TaskKind.VIDEO && worker.app().encodes();
    }

    private void atRequest(Stage stage, String film, Act act) {
        var moment = new CompletableFuture<Mill.Worker>();
        var over = new CountDownLatch(1);
        boolean before = random.nextBoolean();
        mill.workers()
                .forEach(worker -> worker.store().watch(new Relay.Watch() {

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
                        if (request.path().contains("/" + film + "/")
                                && stage.isRequest(request.method(), request.path())
                                && moment.complete(worker)) {
                            await(over);
                        }
                    }
                }));
        try {
            act.to(moment.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("The stage " + stage + " was not reached.\n" + mill.situation(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            mill.workers().forEach(worker -> worker.store().unwatch());
            over.countDown();
        }
    }

    private void checkTime(Stage stage, long deadline) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError("The stage " + stage + " was not reached.\n" + mill.situation());
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
