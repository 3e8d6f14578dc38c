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
/// @param slots how many tasks were being encoded
/// @param done weight by kind that is behind, tasks in hand by their share
/// @param left weight by kind that is ahead
record Look(long nanos, int slots, Map<TaskKind, Double> done, Map<TaskKind, Double> left) {

    /// What the slots that encode do. FILL has slots of its own; OPEN is over before there is a plan.
    static final Set<TaskKind> ENCODING =
            EnumSet.of(TaskKind.VIDEO, TaskKind.AUDIO, TaskKind.TEXT, TaskKind.STORYBOARD, TaskKind.FINISH);

    static Look at(long nanos, List<Task> tasks) {
        var done = new EnumMap<TaskKind, Double>(TaskKind.class);
        var left = new EnumMap<TaskKind, Double>(TaskKind.class);
        int slots = 0;
        for (Task task : tasks) {
            double behind = task.weight() * (task.state() == TaskState.DONE ? 1 : task.progress());
            done.merge(task.kind(), behind, Double::sum);
            left.merge(task.kind(), task.weight() - behind, Double::sum);
            if (task.state() == TaskState.LEASED && ENCODING.contains(task.kind())) {
                slots++;
            }
        }
        return new Look(nanos, slots, done, left);
    }

    double done(Set<TaskKind> kinds) {
        return sum(done, kinds);
    }

    double left(Set<TaskKind> kinds) {
        return sum(left, kinds);
    }

    private static double sum(Map<TaskKind, Double> weights, Set<TaskKind> kinds) {
        return kinds.stream()
                .mapToDouble(kind -> weights.getOrDefault(kind, 0.0))
                .sum();
    }
}
