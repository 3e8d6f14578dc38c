package org.reelmill.app.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Reads a catalogue site into titles.
@Command(
        name = "discover",
        mixinStandardHelpOptions = true,
        description = "Reads a catalogue site into titles, as a recipe says, and follows the job to its end.")
final class DiscoverCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "RECIPE", description = "Name of a recipe in the server's recipe directory, e.g. sample.")
    private String recipe = "";

    @Option(names = "--dry-run", description = "Show what would be read, and store nothing.")
    private boolean dryRun;

    @Option(names = "--ingest", description = "Queue everything that was discovered afterwards.")
    private boolean ingest;

    @Option(names = "--json", description = "Print the finished execution as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        var client = server.client();
        var parameters = new HashMap<String, String>(Map.of("recipe", recipe));
        if (dryRun) {
            parameters.put("dryRun", "true");
        }
        JsonNode end = client.follow("discover", parameters, Executions.telling(terminal));
        if (json) {
            terminal.line(end.toString());
        } else {
            Executions.print(terminal, end);
        }
        if (ingest && Executions.succeeded(end)) {
            end = client.follow("enqueue", Map.of("all", "true"), Executions.telling(terminal));
            Executions.print(terminal, end);
        }
        return Executions.succeeded(end) ? 0 : 1;
    }
}
