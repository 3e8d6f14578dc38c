package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lets an ingest go on, or the whole batch.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Lets the ingest of a title go on that was paused, or with --batch the batch.",
            "An ingest that was paused by itself stays paused when the batch goes on."
        })
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @ArgGroup(multiplicity = "1")
    private ChosenIngests chosen = new ChosenIngests();

    @Override
    public Integer call() {
        boolean isHeld = chosen.send(server, "resume");
        new Terminal().line(chosen + (isHeld ? " goes on when the batch does: reelmill resume --batch" : " goes on."));
        return 0;
    }
}
