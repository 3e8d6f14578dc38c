package org.reelmill.app.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How far a title's ingest is, as the operator API says it.
///
/// @param state as viewers see it, e.g. `INGESTING`
/// @param stages fraction by stage
/// @param failure the reason why it ended, or empty
/// @param lastLines what the tool that failed said last, or empty
record TitleProgress(String state, Map<String, Double> stages, String failure, String lastLines) {

    static TitleProgress of(JsonNode title) {
        var stages = new LinkedHashMap<String, Double>();
        title.path("progress")
                .path("stages")
                .properties()
                .forEach(stage -> stages.put(
                        stage.getKey().toLowerCase(Locale.ROOT),
                        stage.getValue().asDouble()));
        JsonNode failure = title.path("failure");
        return new TitleProgress(
                title.path("state").asString(""),
                stages,
                failure.path("reason").asString(""),
                failure.path("detail").asString(""));
    }

    boolean isReady() {
        return state.equals("READY");
    }

    boolean hasFailed() {
        return state.equals("REJECTED") || state.equals("FAILED") || state.equals("TAKEN_DOWN");
    }

    /// Indented, as a quotation.
    void printLastLines(Terminal terminal) {
        lastLines.lines().forEach(said -> terminal.line("               | " + said));
    }

    void print(Terminal terminal) {
        stages.forEach((stage, fraction) -> terminal.line("%-14s %5.1f %%".formatted(stage, fraction * 100)));
        if (!failure.isEmpty()) {
            terminal.line("failure        " + failure);
            printLastLines(terminal);
        }
    }
}
