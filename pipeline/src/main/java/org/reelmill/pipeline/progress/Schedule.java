package org.reelmill.pipeline.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// Plays through how slots will work off the tasks of an ingest: what is in hand, what is ready in its order,
/// what waits for others, the last task. So it is told what it takes that slots idle at the end. One sound is
/// encoded beside the slots.
final class Schedule {

    private static final Comparator<Task> IN_ORDER = Comparator.comparingLong(Task::order);

    private final ToDoubleFunction<Task> seconds;
    private final PriorityQueue<Double> free = new PriorityQueue<>();
    private final Map<TaskKind, Double> ends = new EnumMap<>(TaskKind.class);
    private final int slots;
    private final double start;

    /// For one use.
    ///
    /// @param start seconds until slots begin what is ready
    /// @param seconds that a slot still needs for a task
    Schedule(int slots, double start, ToDoubleFunction<Task> seconds) {
        this.slots = slots;
        this.start = start;
        this.seconds = seconds;
    }

    /// @param fetching seconds until the source is fetched; `null` where that cannot be told
    TimeLeft of(List<Task> tasks, @Nullable Double fetching) {
        var encoding = tasks.stream()
                .filter(task -> Look.ENCODING.contains(task.kind()) && task.state() != TaskState.DONE)
                .sorted(IN_ORDER)
                .collect(Collectors.toCollection(ArrayList::new));
        beside(encoding, fetching == null ? 0 : fetching);
        in(encoding, TaskState.LEASED).forEach(task -> end(task, 0));
        while (free.size() < slots) {
            free.add(start);
        }
        var ready = in(encoding, TaskState.READY);
        ready.stream().filter(Schedule::isEarly).forEach(this::next);
        fetched(encoding, fetching);
        ready.stream().filter(task -> !isEarly(task)).forEach(this::next);
        double whole = Stream.concat(free.stream(), ends.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        // What waits for others, and goes when these are done; the very last task among them.
        for (Task task : in(encoding, TaskState.WAITING)) {
            whole += seconds.applyAsDouble(task);
        }
        return told(tasks, whole, fetching);
    }

    /// Takes the sound that holds no slot, the one in hand if there is one. It has to be read to its end.
    private void beside(List<Task> encoding, double fetched) {
        encoding.stream()
                .filter(task -> task.kind() == TaskKind.AUDIO)
                .min(Comparator.comparing(task -> task.state() != TaskState.LEASED))
                .ifPresent(sound -> {
                    encoding.remove(sound);
                    double begin = sound.state() == TaskState.LEASED ? 0 : start;
                    ends.put(TaskKind.AUDIO, Math.max(fetched, begin + seconds.applyAsDouble(sound)));
                });
    }

    /// The first set of rungs cannot be ready before its last chunk is fetched, and slots wait with it.
    private void fetched(List<Task> encoding, @Nullable Double fetching) {
        Task lastChunk = encoding.stream()
                .filter(task -> task.kind() == TaskKind.VIDEO && isEarly(task))
                .reduce((one, next) -> next)
                .orElse(null);
        if (fetching == null || lastChunk == null) {
            return;
        }
        double least = fetching + seconds.applyAsDouble(lastChunk);
        ends.merge(TaskKind.VIDEO, least, Math::max);
        List<Double> before = List.copyOf(free);
        free.clear();
        before.forEach(end -> free.add(Math.max(end, least)));
    }

    private TimeLeft told(List<Task> tasks, double whole, @Nullable Double fetching) {
        var stages = new EnumMap<TaskKind, Long>(TaskKind.class);
        for (TaskKind kind : List.of(TaskKind.VIDEO, TaskKind.AUDIO)) {
            if (tasks.stream().anyMatch(task -> task.kind() == kind)) {
                stages.put(kind, Math.round(ends.getOrDefault(kind, 0.0)));
            }
        }
        if (fetching != null) {
            stages.put(TaskKind.FILL, Math.round(fetching));
        }
        return new TimeLeft(Math.round(Math.max(whole, fetching == null ? 0 : fetching)), stages);
    }

    private void next(Task task) {
        end(task, Math.max(start, free.remove()));
    }

    private void end(Task task, double begin) {
        double end = begin + seconds.applyAsDouble(task);
        free.add(end);
        ends.merge(task.kind(), end, Math::max);
    }

    private static boolean isEarly(Task task) {
        return task.order() < Task.PLACES_PER_SET;
    }

    private static List<Task> in(List<Task> tasks, TaskState state) {
        return tasks.stream().filter(task -> task.state() == state).toList();
    }
}
