package org.reelmill.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Denies a play session.
@Command(
        name = "deny",
        mixinStandardHelpOptions = true,
        description = {
            "Denies a play session, whose id is in the edges' access logs: what plays under it stops within",
            "seconds, and its page shows the reason. Talks to serving."
        })
final class DenyCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "SESSION", description = "Id of the play session.")
    private String session = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What the viewer is told.")
    private String reason = "";

    @Override
    public Integer call() {
        server.client().post("/api/operator/sessions/" + session + "/deny", Map.of("reason", reason));
        new Terminal().line("The session is denied.");
        return 0;
    }
}
