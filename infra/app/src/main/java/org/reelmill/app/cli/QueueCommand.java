package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what waits.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Shows the tickets that wait by class, the tasks by state, and the dead letters.")
final class QueueCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var queue = server.client().get("/api/queue");
        if (json) {
            terminal.line(queue.toString());
            return 0;
        }
        queue.path("tickets")
                .properties()
                .forEach(entry -> terminal.line("tickets  %-12s %d"
                        .formatted(entry.getKey(), entry.getValue().asLong())));
        queue.path("tasks")
                .properties()
                .forEach(entry -> terminal.line("tasks    %-12s %d"
                        .formatted(entry.getKey(), entry.getValue().asLong())));
        terminal.line("dead letters          " + queue.path("deadLetters").asLong());
        return 0;
    }
}
