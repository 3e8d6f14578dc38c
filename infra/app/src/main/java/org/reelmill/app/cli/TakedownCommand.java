package org.reelmill.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a title down.
@Command(
        name = "takedown",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a title down: it cannot be played or ingested any more, what plays stops within seconds,",
            "its objects are deleted. The record stays, with the reason. See also: restore."
        })
final class TakedownCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Id of the title.")
    private String title = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it stays on record.")
    private String reason = "";

    @Override
    public Integer call() {
        var order = Map.of("reason", reason, "by", System.getProperty("user.name", "operator"));
        var record = server.client().post(TitlePath.of(title) + "/takedown", order);
        new Terminal()
                .line("Title " + title + " is taken down, since "
                        + record.path("at").asString() + ": "
                        + record.path("reason").asString());
        return 0;
    }
}
