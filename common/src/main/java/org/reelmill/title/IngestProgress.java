package org.reelmill.title;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How far an ingest is, computed from its tasks.
///
/// @param fraction of the whole work, 0 … 1
/// @param stages fraction by kind of task, in the order of [TaskKind]
public record IngestProgress(double fraction, Map<TaskKind, Double> stages) {

    /// @param tasks of one ingest; none where they are removed after its end
    public static IngestProgress of(Ingest ingest, List<Task> tasks) {
        if (ingest.state() == IngestState.READY) {
            return new IngestProgress(1, Map.of());
        }
        var stages = new TreeMap<TaskKind, Double>();
        for (TaskKind kind : TaskKind.values()) {
            var ofKind = tasks.stream().filter(task -> task.kind() == kind).toList();
            if (!ofKind.isEmpty()) {
                stages.put(kind, done(ofKind));
            }
        }
        return new IngestProgress(done(tasks), stages);
    }

    private static double done(List<Task> tasks) {
        double whole = tasks.stream().mapToDouble(Task::weight).sum();
        double done = tasks.stream()
                .mapToDouble(task -> task.weight() * (task.state() == TaskState.DONE ? 1 : task.progress()))
                .sum();
        return whole == 0 ? 0 : done / whole;
    }
}
