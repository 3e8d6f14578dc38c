package org.reelmill.app.cli;

import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts an ingest before others.
@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the ingest of a title before others, or behind them, also while it is queued.",
            "Batch work has priority 10, what somebody waits for 100; what is in work goes on."
        })
final class PriorityCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "TITLE", description = "Id of the title.")
    private String title = "";

    @Parameters(index = "1", paramLabel = "NUMBER", description = "0 to 1000; higher goes first within the class.")
    private int priority;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "interactive: goes before all batch work; batch: after what somebody waits for.")
    private @Nullable String ticketClass;

    @Override
    public Integer call() {
        var wish = new HashMap<String, Object>();
        wish.put("priority", priority);
        if (ticketClass != null) {
            wish.put("ticketClass", ticketClass);
        }
        String path = TitlePath.of(title) + "/priority";
        var ingest = server.client().post(path, wish);
        new Terminal()
                .line("Ingest " + ingest.path("ingestId").asString() + " has priority "
                        + ingest.path("priority").asInt() + " in class "
                        + ingest.path("ticketClass").asString() + ".");
        return 0;
    }
}
