package org.reelmill.pipeline.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.reelmill.title.TaskKind;

/// How fast one ingest goes, learned from looks at it. What a slot gets done in a second is measured over all
/// the time so far, since films have easy and hard places; how many slots are at work on it is measured
/// over the last moments, since workers come and go, and other films take turns. Not thread-safe.
final class IngestPace {

    private static final int MOST_LOOKS = 200;
    private static final long SHORTEST = Duration.ofMillis(300).toNanos();
    /// Before that, an estimate would be a guess.
    private static final long LEARNING = Duration.ofSeconds(2).toNanos();
    /// Over which slots are counted; longer than the pause between two chunks.
    private static final long RECENT = Duration.ofSeconds(20).toNanos();

    private List<Look> looks = new ArrayList<>();

    /// Learns from another look. One that comes right after another counts for nothing.
    void add(Look look) {
        if (!looks.isEmpty() && look.nanos() - looks.getLast().nanos() < SHORTEST) {
            return;
        }
        looks.add(look);
        if (looks.size() > MOST_LOOKS) { // Of those long ago, half will do.
            var thinned = new ArrayList<Look>();
            for (int i = 0; i < looks.size(); i++) {
                if (i % 2 == 0 || i > MOST_LOOKS / 2) {
                    thinned.add(looks.get(i));
                }
            }
            looks = thinned;
        }
    }

    /// What is to be expected after the last look.
    TimeLeft left() {
        if (looks.isEmpty()) {
            return TimeLeft.UNKNOWN;
        }
        var stages = new EnumMap<TaskKind, Long>(TaskKind.class);
        for (TaskKind kind : EnumSet.of(TaskKind.VIDEO, TaskKind.AUDIO)) {
            seconds(EnumSet.of(kind)).ifPresent(seconds -> stages.put(kind, Math.round(seconds)));
        }
        var fetching = fetching();
        fetching.ifPresent(seconds -> stages.put(TaskKind.FILL, Math.round(seconds)));
        OptionalDouble encoding = seconds(Look.ENCODING);
        Long whole = encoding.isEmpty() ? null : Math.round(Math.max(encoding.getAsDouble(), fetching.orElse(0)));
        return new TimeLeft(whole, stages);
    }

    /// @param kinds that the slots which encode do
    private OptionalDouble seconds(Set<TaskKind> kinds) {
        Look last = looks.getLast();
        List<Look> window = window(kinds);
        double slotSeconds = slotSeconds(window);
        double done = last.done(kinds) - window.getFirst().done(kinds);
        double slots = recentSlots();
        if (last.nanos() - window.getFirst().nanos() < LEARNING || slotSeconds <= 0 || done <= 0 || slots <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(last.left(kinds) / (done / slotSeconds * slots));
    }

    private OptionalDouble fetching() {
        var fill = EnumSet.of(TaskKind.FILL);
        Look last = looks.getLast();
        Look first = window(fill).getFirst();
        double done = last.done(fill) - first.done(fill);
        if (last.nanos() - first.nanos() < LEARNING || done <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(last.left(fill) * (last.nanos() - first.nanos()) / 1e9 / done);
    }

    /// The looks since work of these kinds began; at least one.
    private List<Look> window(Set<TaskKind> kinds) {
        int begun = 0;
        while (begun < looks.size() - 1 && looks.get(begun + 1).done(kinds) <= 0) {
            begun++;
        }
        return looks.subList(begun, looks.size());
    }

    private static double slotSeconds(List<Look> window) {
        double sum = 0;
        for (int i = 1; i < window.size(); i++) {
            double seconds = (window.get(i).nanos() - window.get(i - 1).nanos()) / 1e9;
            sum += seconds * (window.get(i).slots() + window.get(i - 1).slots()) / 2.0;
        }
        return sum;
    }

    private double recentSlots() {
        long now = looks.getLast().nanos();
        int first = looks.size() - 1;
        while (first > 0 && now - looks.get(first).nanos() < RECENT) {
            first--;
        }
        List<Look> recent = looks.subList(first, looks.size());
        double seconds = (now - recent.getFirst().nanos()) / 1e9;
        return seconds <= 0 ? looks.getLast().slots() : slotSeconds(recent) / seconds;
    }
}
