package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Pauses an ingest, or the whole batch.
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Pauses the ingest of a title, or with --batch all that nobody waits for.",
            "No worker begins anything of it. Chunks that are being encoded are finished; fetching and",
            "sound stop within a heartbeat. What plays, plays on as far as it is encoded. See also: resume."
        })
final class PauseCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @ArgGroup(multiplicity = "1")
    private ChosenIngests chosen = new ChosenIngests();

    @Override
    public Integer call() {
        chosen.send(server, "pause");
        new Terminal().line(chosen + " is paused.");
        return 0;
    }
}
