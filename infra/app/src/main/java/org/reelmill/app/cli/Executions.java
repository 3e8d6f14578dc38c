package org.reelmill.app.cli;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Job executions as the jobs API shows them.
final class Executions {

    private Executions() {}

    static boolean succeeded(JsonNode execution) {
        return execution.path("status").asString("").equals("COMPLETED");
    }

    /// What was read, written and skipped over all steps.
    static String counts(JsonNode execution) {
        long read = 0;
        long written = 0;
        long skipped = 0;
        for (JsonNode step : execution.path("steps")) {
            read += step.path("readCount").asLong(0);
            written += step.path("writeCount").asLong(0);
            skipped += step.path("skipCount").asLong(0);
        }
        return read + " read, " + written + " written, " + skipped + " skipped";
    }

    /// Says on the terminal how far an execution is, each time that it got further.
    static Consumer<JsonNode> telling(Terminal terminal) {
        var said = new AtomicReference<>("");
        return execution -> {
            String now = counts(execution);
            if (!now.equals(said.getAndSet(now))) {
                terminal.line(now);
            }
        };
    }

    /// An object that was found missing or damaged, and what became of it.
    static String repair(JsonNode repair) {
        String note = repair.path("note").asString("");
        return "%s %s, %s%s"
                .formatted(
                        repair.path("fault").asString().toLowerCase(Locale.ROOT),
                        repair.path("key").asString(),
                        repair.path("state").asString(),
                        note.isEmpty() ? "" : ": " + note);
    }

    static void print(Terminal terminal, JsonNode execution) {
        terminal.line("%s %s: %s, %s"
                .formatted(
                        execution.path("job").asString(),
                        execution.path("id").asString(),
                        execution.path("status").asString(),
                        counts(execution)));
        for (JsonNode page : execution.path("skippedPages")) {
            terminal.line("  skipped " + page.path("page").asString() + ": "
                    + page.path("reason").asString());
        }
        for (JsonNode title : execution.path("wouldStore")) {
            terminal.line("  would store " + title.path("name").asString());
        }
        for (JsonNode step : execution.path("steps")) {
            step.path("counts").properties().stream()
                    .filter(count -> count.getValue().asLong(0) > 0)
                    .forEach(count -> terminal.line("  %-12s %,d"
                            .formatted(count.getKey(), count.getValue().asLong())));
            for (JsonNode example : step.path("examples")) {
                terminal.line("  e.g. " + example.asString());
            }
        }
        for (JsonNode repair : execution.path("repairs")) {
            terminal.line("  " + repair(repair));
        }
        String failure = execution.path("failure").asString("");
        if (!failure.isEmpty()) {
            terminal.line("  " + failure);
        }
    }
}
