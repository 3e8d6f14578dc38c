package org.reelmill.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.TaskKind;
import tools.jackson.databind.JsonNode;

/// What operators were told of one ingest from its opening on, and when it was really done. Whoever reads "10
/// minutes" wants to know when to come back; so an error is counted in percent of the time that was really
/// left, but a few seconds are never wrong.
final class Forecasts {

    /// The least that percents are taken of: a fifth of it is 3 s.
    private static final double LEAST_SECONDS = 15;
    private static final double LEARNING_SHARE = 0.2;
    private static final double NOT_SAID = 100;
    private static final double RIGHT = 20;

    private final List<Said> said = new ArrayList<>();
    private final Map<TaskKind, Instant> ended = new EnumMap<>(TaskKind.class);
    private @Nullable Instant begun;
    private @Nullable Instant end;

    /// Learns what is shown of a title whose ingest was opened.
    ///
    /// @throws IllegalStateException if the ingest failed
    void add(Instant now, JsonNode shown) {
        JsonNode ingest = shown.path("ingest");
        String state = ingest.path("state").asString();
        begun = Instant.parse(ingest.path("openedAt").asString());
        if (state.equals("READY")) {
            end = Instant.parse(ingest.path("endedAt").asString());
        } else if (ingest.path("endedAt").isString()) {
            throw new IllegalStateException("The ingest ended as " + state + ": " + shown.path("failure"));
        }
        if (isEnded()) {
            return;
        }
        var stages = new EnumMap<TaskKind, Double>(TaskKind.class);
        JsonNode left = shown.path("left");
        left.path("stages")
                .propertyNames()
                .forEach(name -> stages.put(
                        TaskKind.valueOf(name), left.path("stages").path(name).asDouble()));
        shown.path("progress").path("stages").propertyNames().forEach(name -> {
            if (shown.path("progress").path("stages").path(name).asDouble() >= 1) {
                ended.putIfAbsent(TaskKind.valueOf(name), now);
            }
        });
        said.add(new Said(
                now, left.path("seconds").isNumber() ? left.path("seconds").asDouble() : null, stages));
    }

    boolean isEnded() {
        return end != null;
    }

    Instant begun() {
        return Objects.requireNonNull(begun, "Nothing was seen.");
    }

    /// From opened to READY.
    double seconds() {
        return seconds(begun(), end());
    }

    double median() {
        return new Figures(errors()).median();
    }

    double worst() {
        return errors().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /// Those of which anything was said in time.
    Set<TaskKind> stages() {
        var stages = EnumSet.noneOf(TaskKind.class);
        said.stream().filter(one -> counts(one, end())).forEach(one -> stages.addAll(one.stages.keySet()));
        stages.removeIf(stage -> said.stream().noneMatch(one -> counts(one, end(stage))));
        return stages;
    }

    /// Of a stage's end.
    double worst(TaskKind stage) {
        return said.stream()
                .filter(one -> counts(one, end(stage)))
                .mapToDouble(one -> error(one, one.stages.get(stage), end(stage)))
                .max()
                .orElseThrow();
    }

    /// A sentence for each tenth of the time, and for each second that was wrong.
    List<String> story() {
        var story = new ArrayList<String>();
        int every = Math.max(1, said.size() / 10);
        for (int i = 0; i < said.size(); i++) {
            Said one = said.get(i);
            double error = error(one, one.seconds, end());
            if (i % every == 0 || counts(one, end()) && error > RIGHT) {
                story.add(String.format(
                        Locale.ROOT,
                        "after %.0f s it said %s, %.0f s were left (%.0f %%); by stage %s",
                        seconds(begun(), one.at),
                        one.seconds == null ? "nothing" : Math.round(one.seconds) + " s",
                        seconds(one.at, end()),
                        error,
                        one.stages));
            }
        }
        return story;
    }

    private List<Double> errors() {
        return said.stream()
                .filter(one -> counts(one, end()))
                .map(one -> error(one, one.seconds, end()))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private boolean counts(Said one, Instant until) {
        return seconds(begun(), one.at) >= seconds() * LEARNING_SHARE && one.at.isBefore(until);
    }

    private static double error(Said one, @Nullable Double seconds, Instant until) {
        if (seconds == null) {
            return NOT_SAID;
        }
        double left = seconds(one.at, until);
        return Math.abs(seconds - left) / Math.max(left, LEAST_SECONDS) * 100;
    }

    private Instant end() {
        return Objects.requireNonNull(end, "It has not ended yet.");
    }

    private Instant end(TaskKind stage) {
        return ended.getOrDefault(stage, end());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    /// @param seconds `null` where it could not be told
    private record Said(Instant at, @Nullable Double seconds, Map<TaskKind, Double> stages) {}
}
