package org.reelmill.pipeline.progress;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// How far the tasks of an ingest were at one instant, in the weight that its plan gave them: the film's
/// frames times their pixels, which is what their encoding costs.
///
/// @param nanos when, on this process's clock
/// @param done weight by kind that is behind, tasks in hand by their share
/// @param slots how many tasks were in hand, by kind
/// @param inHand their whole weight, by kind
/// @param ready how many more could have been encoded
/// @param reading whether pictures came as fast as they could be encoded
record Look(
        long nanos,
        Map<TaskKind, Double> done,
        Map<TaskKind, Integer> slots,
        Map<TaskKind, Double> inHand,
        long ready,
        Reading reading) {

    /// What the slots that encode do. FILL has slots of its own; OPEN is over before there is a plan.
    static final Set<TaskKind> ENCODING =
            EnumSet.of(TaskKind.VIDEO, TaskKind.AUDIO, TaskKind.TEXT, TaskKind.STORYBOARD, TaskKind.FINISH);

    /// A share of the film; where fetching is less far ahead of encoding, encoders wait for it.
    private static final double AHEAD = 0.03;

    /// Whether encoders wait for the source.
    enum Reading {
        FREE,
        HELD_UP
    }

    static Look at(long nanos, List<Task> tasks) {
        var done = new EnumMap<TaskKind, Double>(TaskKind.class);
        var slots = new EnumMap<TaskKind, Integer>(TaskKind.class);
        var inHand = new EnumMap<TaskKind, Double>(TaskKind.class);
        long ready = 0;
        for (Task task : tasks) {
            done.merge(task.kind(), behind(task), Double::sum);
            if (task.state() == TaskState.LEASED) {
                slots.merge(task.kind(), 1, Integer::sum);
                inHand.merge(task.kind(), task.weight(), Double::sum);
            } else if (task.state() == TaskState.READY && ENCODING.contains(task.kind())) {
                ready++;
            }
        }
        return new Look(nanos, done, slots, inHand, ready, reading(tasks));
    }

    double done(TaskKind kind) {
        return done.getOrDefault(kind, 0.0);
    }

    int slots(TaskKind kind) {
        return slots.getOrDefault(kind, 0);
    }

    double inHand(TaskKind kind) {
        return inHand.getOrDefault(kind, 0.0);
    }

    /// That hold a slot: one sound is encoded beside them.
    int encoding() {
        int atWork = ENCODING.stream().mapToInt(this::slots).sum();
        return slots(TaskKind.AUDIO) > 0 ? atWork - 1 : atWork;
    }

    /// Of a task's weight.
    static double behind(Task task) {
        return task.weight() * (task.state() == TaskState.DONE ? 1 : task.progress());
    }

    /// The first set of rungs is encoded from the start of the film on, as the film is fetched.
    private static Reading reading(List<Task> tasks) {
        double fetched = share(
                tasks.stream().filter(task -> task.kind() == TaskKind.FILL).toList());
        double encoded = share(tasks.stream()
                .filter(task -> task.kind() == TaskKind.VIDEO && task.order() < Task.PLACES_PER_SET)
                .toList());
        return fetched < 1 && encoded < 1 && encoded > fetched - AHEAD ? Reading.HELD_UP : Reading.FREE;
    }

    private static double share(List<Task> tasks) {
        double whole = tasks.stream().mapToDouble(Task::weight).sum();
        return whole == 0 ? 1 : tasks.stream().mapToDouble(Look::behind).sum() / whole;
    }
}
