package org.reelmill.app.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How far a title's ingest is, as the operator API says it.
///
/// @param state as viewers see it, e.g. `INGESTING`; `CANCELLED` where an operator has ended it
/// @param paused whether no task of it is begun
/// @param stages fraction by stage
/// @param left seconds that are left, by stage, where that can be told; of the whole under [#WHOLE]
/// @param failure the reason why it ended, or empty
/// @param lastLines what the tool that failed said last, or empty
record TitleProgress(
        String state,
        boolean paused,
        Map<String, Double> stages,
        Map<String, Long> left,
        String failure,
        String lastLines) {

    static final String WHOLE = "whole";
    private static final String CANCELLED = "CANCELLED";

    static TitleProgress of(JsonNode title) {
        var left = new LinkedHashMap<String, Long>();
        title.path("left")
                .path("stages")
                .properties()
                .forEach(stage -> left.put(
                        stage.getKey().toLowerCase(Locale.ROOT),
                        stage.getValue().asLong()));
        if (title.path("left").path("seconds").isNumber()) {
            left.put(WHOLE, title.path("left").path("seconds").asLong());
        }
        var stages = new LinkedHashMap<String, Double>();
        title.path("progress")
                .path("stages")
                .properties()
                .forEach(stage -> stages.put(
                        stage.getKey().toLowerCase(Locale.ROOT),
                        stage.getValue().asDouble()));
        JsonNode failure = title.path("failure");
        String state = title.path("state").asString("");
        boolean isCancelled = !state.equals("READY")
                && title.path("ingest").path("state").asString("").equals(CANCELLED);
        return new TitleProgress(
                isCancelled ? CANCELLED : state,
                !title.path("pausedAt").asString("").isEmpty(),
                stages,
                left,
                isCancelled ? "An operator ended it." : failure.path("reason").asString(""),
                failure.path("detail").asString(""));
    }

    boolean isReady() {
        return state.equals("READY");
    }

    boolean hasFailed() {
        return state.equals("REJECTED")
                || state.equals("FAILED")
                || state.equals("TAKEN_DOWN")
                || state.equals(CANCELLED);
    }

    /// The time that is left of the whole, in words.
    Optional<String> timeLeft() {
        return Optional.ofNullable(left.get(WHOLE)).map(seconds -> Terminal.Pace.inWords(Duration.ofSeconds(seconds)));
    }

    Terminal.Pace pace(String stage, double fraction) {
        Long seconds = left.get(stage);
        if (seconds == null || fraction >= 1) {
            return Terminal.Pace.UNKNOWN;
        }
        return new Terminal.Pace((1 - fraction) * 60 / Math.max(1, seconds), Duration.ofSeconds(seconds));
    }

    /// Indented, as a quotation.
    void printLastLines(Terminal terminal) {
        lastLines.lines().forEach(said -> terminal.line("               | " + said));
    }

    void print(Terminal terminal) {
        stages.forEach((stage, fraction) -> terminal.line("%-14s %5.1f %%  %s"
                .formatted(stage, fraction * 100, pace(stage, fraction))
                .strip()));
        timeLeft().ifPresent(time -> terminal.line("left           " + time));
        if (!failure.isEmpty()) {
            terminal.line("failure        " + failure);
            printLastLines(terminal);
        }
    }
}
