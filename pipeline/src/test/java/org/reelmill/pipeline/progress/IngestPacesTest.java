package org.reelmill.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;

/// Ingests on a simulated machine whose chunks are harder and easier than their weights say, at random, and which tells
/// late what was done of them.
class IngestPacesTest {

    private static final Ingest INGEST = SampleIngest.of("t", Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isRightWithinAFifthAfterTheFirstFifth(long seed) {
        var machine = new Machine(seed, 2);

        var estimates = machine.run(Map.of());

        double end = machine.seconds;
        assertThat(estimates).hasSizeGreaterThan(100);
        assertRight(estimates, end / 5, end);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void isRightAgainSoonAfterWorkersDiedAndCame(long seed) {
        var machine = new Machine(seed, 2);

        var estimates = machine.run(Map.of(60, 1, 110, 3));

        assertThat(machine.seconds).isGreaterThan(145);
        // Between the changes, as if the first were the last: a third of the speed of afterwards.
        var meanwhile = estimates.stream()
                .filter(estimate -> estimate.at > 85 && estimate.at < 110)
                .toList();
        assertThat(meanwhile).isNotEmpty().allSatisfy(estimate -> {
            double alone = 110 - estimate.at + (machine.seconds - 110) * 3;
            assertThat((double) estimate.left).isBetween(alone * 0.8, alone * 1.2);
        });
        assertRight(estimates, 135, machine.seconds);
    }

    @Test
    void tellsEachStage() {
        var machine = new Machine(21, 2);

        var estimates = machine.run(Map.of());

        var half = estimates.get(estimates.size() / 2);
        assertThat(half.stages).containsKeys(TaskKind.VIDEO, TaskKind.FILL);
        double left = machine.filled - half.at;
        assertThat((double) half.stages.getOrDefault(TaskKind.FILL, 0L)).isBetween(left * 0.8 - 1, left * 1.2 + 1);
    }

    @Test
    void saysNothingWhereNobodyWorks() {
        var machine = new Machine(31, 2);

        machine.run(Map.of(60, 0));

        assertThat(machine.paces.look(INGEST, machine.tasks()).seconds()).isNull();
        assertThat(new IngestPaces(() -> 0).look(INGEST, machine.tasks()).seconds())
                .as("At the first look")
                .isNull();
    }

    @Test
    void learnsNothingFromAPause() {
        var machine = new Machine(41, 2);
        machine.run(Map.of(60, 0), 61);
        assertThat(machine.paces.rest(INGEST).seconds()).isNull();

        machine.seconds += 3600;
        machine.resize(2);
        var estimates = machine.run(Map.of(), MOST_SECONDS + 3600);

        assertRight(estimates, 3600 + 65, machine.seconds);
    }

    @Test
    void foreseesAFilmThatWaitsBehindAnother() {
        var machine = new Machine(51, 2);
        var second = SampleIngest.of("u", Instant.MAX);
        var waiting = new Machine(52, 0);

        machine.run(Map.of(), 60);
        double first = Objects.requireNonNull(
                machine.paces.look(INGEST, machine.tasks()).seconds());
        double both = Objects.requireNonNull(
                machine.paces.look(second, waiting.tasks()).seconds());

        assertThat(both - first)
                .as("The second takes as long as all of the first")
                .isBetween(120.0, 180.0);
    }

    private static void assertRight(List<Estimate> estimates, double from, double end) {
        var told = estimates.stream()
                .filter(estimate -> estimate.at >= from && end - estimate.at >= 8)
                .toList();
        assertThat(told).isNotEmpty().allSatisfy(estimate -> {
            double left = end - estimate.at;
            assertThat((double) estimate.left)
                    .as("At second %.1f of %.1f", estimate.at, end)
                    .isBetween(left * 0.8 - 1, left * 1.2 + 1);
        });
    }

    private static final double MOST_SECONDS = 400;

    private record Estimate(double at, long left, Map<TaskKind, Long> stages) {}

    /// Slots that work off a film's tasks in steps of a tenth of a second.
    private static final class Machine {

        private static final int CHUNKS = 200;
        private static final double STEP = 0.1;
        private final Random random;
        private final IngestPaces paces = new IngestPaces(() -> (long) (this.seconds * 1e9));
        private final List<Job> jobs = new ArrayList<>();
        private final List<@Nullable Job> slots = new ArrayList<>();
        private double seconds;
        private double filled;

        Machine(long seed, int slots) {
            random = new Random(seed);
            jobs.add(new Job("audio-en", TaskKind.AUDIO, 800, 1));
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                double drift = 1 + 0.1 * Math.sin(chunk / 15.0);
                jobs.add(new Job("video-" + chunk, TaskKind.VIDEO, 300, drift * Math.exp(random.nextGaussian() * 0.3)));
            }
            jobs.add(new Job("fill", TaskKind.FILL, 80, 1));
            jobs.add(new Job("finish", TaskKind.FINISH, 1, 1));
            resize(slots);
        }

        /// @param changes number of slots from a second on
        /// @return what was estimated, at looks at odd times
        List<Estimate> run(Map<Integer, Integer> changes) {
            return run(changes, MOST_SECONDS);
        }

        List<Estimate> run(Map<Integer, Integer> changes, double until) {
            var estimates = new ArrayList<Estimate>();
            double next = 0;
            while (seconds < until && jobs.stream().anyMatch(job -> !job.isDone())) {
                for (var change : changes.entrySet()) {
                    if (Math.abs(seconds - change.getKey()) < STEP / 2) {
                        resize(change.getValue());
                    }
                }
                step();
                if (seconds >= next) {
                    next = seconds + 0.4 + random.nextDouble() * 2;
                    var left = paces.look(INGEST, tasks());
                    if (left.seconds() != null) {
                        estimates.add(new Estimate(seconds, left.seconds(), left.stages()));
                    }
                }
            }
            return estimates;
        }

        List<Task> tasks() {
            return jobs.stream()
                    .map(job -> job.task(slots.contains(job) || job.isBesideSlots()))
                    .toList();
        }

        private void step() {
            seconds += STEP;
            for (int slot = 0; slot < slots.size(); slot++) {
                Job job = slots.get(slot);
                if (job == null || job.isDone()) {
                    job = jobs.stream()
                            .filter(free -> !free.isBesideSlots() && !free.isDone() && !slots.contains(free))
                            .findFirst()
                            .orElse(null);
                    slots.set(slot, job);
                }
                if (job != null) {
                    job.work(200 * STEP);
                }
            }
            if (!slots.isEmpty()) {
                jobs.getFirst().work(200 * STEP);
            }
            Job fill = jobs.get(CHUNKS + 1);
            if (!fill.isDone()) {
                fill.work(0.6 * STEP);
                filled = seconds;
            }
        }

        /// What a slot that goes had in hand begins anew.
        private void resize(int count) {
            while (slots.size() > count) {
                Job lost = slots.removeLast();
                if (lost != null) {
                    lost.worked = 0;
                }
            }
            while (slots.size() < count) {
                slots.add(null);
            }
        }
    }

    private static final class Job {

        private static final double UNTOLD = 300;
        private final TaskKind kind;
        private final double cost;
        private final Task task;
        private double worked;

        Job(String name, TaskKind kind, double weight, double hardness) {
            this.kind = kind;
            this.cost = weight * hardness;
            this.task = Task.of(INGEST, TaskState.READY, new TaskOrder(kind, name, 0, weight, Map.of()));
        }

        boolean isBesideSlots() {
            return kind == TaskKind.FILL || kind == TaskKind.AUDIO;
        }

        void work(double amount) {
            worked += amount;
        }

        boolean isDone() {
            return worked >= cost;
        }

        Task task(boolean inHand) {
            TaskState state = isDone() ? TaskState.DONE : inHand ? TaskState.LEASED : TaskState.READY;
            return new Task(
                    task.id(),
                    task.ingest(),
                    task.title(),
                    task.kind(),
                    task.ticketClass(),
                    task.priority(),
                    task.order(),
                    state,
                    null,
                    0,
                    0,
                    isDone() ? 1 : kind == TaskKind.FILL ? worked / cost : Math.max(0, worked - UNTOLD) / cost,
                    task.weight(),
                    task.work(),
                    task.result(),
                    List.of(),
                    null);
        }
    }
}
