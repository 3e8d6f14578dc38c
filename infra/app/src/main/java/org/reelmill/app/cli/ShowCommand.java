package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows one title with its ingest.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one title: its state, its ingest, what is copied, what failed.")
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Its id.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var title = server.client().get(TitlePath.of(id));
        if (json) {
            terminal.line(title.toString());
            return 0;
        }
        title.properties().stream()
                .filter(entry ->
                        entry.getValue().isValueNode() && !entry.getValue().isNull())
                .filter(entry -> !entry.getKey().startsWith("paused"))
                .forEach(entry -> terminal.line(
                        "%-14s %s".formatted(entry.getKey(), entry.getValue().asString())));
        String copying = title.path("ingest").path("copying").asString("");
        if (!copying.isEmpty()) {
            terminal.line("%-14s %s".formatted("copying", copying));
        }
        if (title.path("pausedAt").isString()) {
            terminal.line("%-14s since %s; it goes on with: reelmill resume %s"
                    .formatted(
                            "paused",
                            title.path("pausedAt").asString(),
                            title.path("paused").asString("").equals("BATCH") ? "--batch" : id));
        }
        TitleProgress.of(title).print(terminal);
        title.path("repairs")
                .forEach(repair -> terminal.line("%-14s %s %s"
                        .formatted("object", repair.path("foundAt").asString(), Executions.repair(repair))));
        return 0;
    }
}
