package org.reelmill.pipeline.progress;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.TaskKind;

/// How long an ingest will still take, as long as the machines do what they do now.
///
/// @param seconds of the whole; `null` where it cannot be told: nothing is at work on it, or not for long
/// @param stages seconds by kind of task, of those that can be told
public record TimeLeft(@Nullable Long seconds, Map<TaskKind, Long> stages) {

    static final TimeLeft UNKNOWN = new TimeLeft(null, Map.of());

    public TimeLeft {
        stages = Map.copyOf(stages);
    }
}
