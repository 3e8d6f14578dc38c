package org.reelmill.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/// The one ingest of a [Plant], followed through its tasks until it is READY; on the way one of the workers
/// is killed with `kill -9`, and started again at once, as a supervisor does.
final class WatchedIngest {

    private static final double HALF = 0.5;

    /// Who is killed, and when.
    enum Victim {
        NOBODY,
        /// The one that fetches, when half of the film has left its origin.
        WHO_FETCHES,
        /// One that is in the midst of a chunk, when half of the film is encoded.
        WHO_ENCODES
    }

    private final Plant plant;
    private final Map<String, String> settings;
    private final DoubleSupplier fetched;
    private final Map<String, PlantProcess> workers = new TreeMap<>();
    private final Map<String, Task> latest = new HashMap<>();
    private @Nullable List<Task> lost;

    /// Starts the workers and waits for them.
    ///
    /// @param settings of each worker
    /// @param fetched the share of the film that has left its origin
    WatchedIngest(Plant plant, List<String> names, Map<String, String> settings, DoubleSupplier fetched) {
        this.plant = plant;
        this.settings = settings;
        this.fetched = fetched;
        names.forEach(name -> workers.put(name, plant.worker(name, settings)));
        workers.values().forEach(PlantProcess::up);
    }

    /// Follows it to its end.
    ///
    /// @param film its length
    /// @throws IllegalStateException if it fails, or nobody could be killed
    Outcome follow(Victim victim, Duration film, Duration patience) {
        MongoTemplate mongo = plant.documents();
        Ingest ready = Mill.eventually(patience, "READY", () -> {
            List<Task> tasks = mongo.findAll(Task.class);
            tasks.forEach(task -> latest.put(task.id(), task));
            if (lost == null) {
                victim(victim, tasks).ifPresent(name -> kill(name, tasks));
            }
            return ended(mongo);
        });
        if (victim != Victim.NOBODY && lost == null) {
            throw new IllegalStateException("The film was ready before a worker could be killed: take a longer one.");
        }
        return Outcome.of(ready, List.copyOf(latest.values()), lost == null ? List.of() : lost, film);
    }

    private static @Nullable Ingest ended(MongoTemplate mongo) {
        Ingest ingest = mongo.findOne(new Query(), Ingest.class);
        if (ingest != null && (ingest.state() == IngestState.FAILED || ingest.state() == IngestState.REJECTED)) {
            throw new IllegalStateException("The ingest ended as " + ingest.state() + ": " + ingest.failure());
        }
        return ingest != null && ingest.state() == IngestState.READY ? ingest : null;
    }

    /// The name of the worker whose moment has come.
    private Optional<String> victim(Victim victim, List<Task> tasks) {
        return switch (victim) {
            case NOBODY -> Optional.empty();
            case WHO_FETCHES -> fetched.getAsDouble() < HALF ? Optional.empty() : holder(tasks, TaskKind.FILL, 0);
            case WHO_ENCODES -> encoded(tasks) < HALF ? Optional.empty() : holder(tasks, TaskKind.VIDEO, HALF);
        };
    }

    private Optional<String> holder(List<Task> tasks, TaskKind kind, double progress) {
        return tasks.stream()
                .filter(task -> task.kind() == kind && task.state() == TaskState.LEASED && task.progress() >= progress)
                .flatMap(task -> workers.keySet().stream().filter(name -> isHeldBy(task, name)))
                .findFirst();
    }

    private void kill(String name, List<Task> tasks) {
        PlantProcess process = workers.get(name);
        if (process == null) {
            throw new IllegalArgumentException("There is no " + name + ".");
        }
        process.kill();
        lost = tasks.stream()
                .filter(task -> task.state() == TaskState.LEASED && isHeldBy(task, name))
                .toList();
        workers.put(name, plant.worker(name, settings));
    }

    private static boolean isHeldBy(Task task, String worker) {
        return task.owner() != null && task.owner().startsWith(worker + "-");
    }

    /// The share of the picture that is done.
    static double encoded(List<Task> tasks) {
        var chunks =
                tasks.stream().filter(task -> task.kind() == TaskKind.VIDEO).toList();
        double all = chunks.stream().mapToDouble(Task::weight).sum();
        double done = chunks.stream()
                .filter(chunk -> chunk.state() == TaskState.DONE)
                .mapToDouble(Task::weight)
                .sum();
        return all == 0 ? 0 : done / all;
    }

    /// How an ingest went.
    ///
    /// @param seconds from opened to READY
    /// @param chunks how many there were, over all sets of rungs
    /// @param again how many of them were begun a second time
    /// @param filmAgain seconds of film that had been encoded in vain when the worker was killed
    record Outcome(double seconds, int chunks, int again, double filmAgain) {

        static Outcome of(Ingest ready, List<Task> tasks, List<Task> lost, Duration film) {
            var chunks =
                    tasks.stream().filter(task -> task.kind() == TaskKind.VIDEO).toList();
            double weight = chunks.stream().mapToDouble(Task::weight).sum();
            double vain = lost.stream()
                    .filter(task -> task.kind() == TaskKind.VIDEO)
                    .mapToDouble(task -> task.progress() * task.weight())
                    .sum();
            int again = chunks.stream().mapToInt(chunk -> chunk.attempt() - 1).sum();
            if (ready.openedAt() == null || ready.endedAt() == null) {
                throw new IllegalStateException("The ingest is READY and does not say when it was opened and ended.");
            }
            return new Outcome(
                    Duration.between(ready.openedAt(), ready.endedAt()).toMillis() / 1e3,
                    chunks.size(),
                    again,
                    weight == 0 ? 0 : vain / weight * film.toMillis() / 1e3);
        }
    }
}
