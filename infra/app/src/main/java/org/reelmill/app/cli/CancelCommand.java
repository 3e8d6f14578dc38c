package org.reelmill.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Cancels an ingest.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels the ingest of a title: workers stop within a heartbeat, what was made is deleted.",
            "What the title had before plays on. A request, or redrive, begins anew."
        })
final class CancelCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Id of the title.")
    private String title = "";

    @Override
    public Integer call() {
        String path = TitlePath.of(title) + "/cancel";
        var cancelled = server.client().post(path, Map.of());
        new Terminal()
                .line("Ingest " + cancelled.path("ingestId").asString() + " is "
                        + cancelled.path("state").asString() + ".");
        return 0;
    }
}
