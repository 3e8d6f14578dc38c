package org.reelmill.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Brings back a title that was taken down.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {"Brings a title that was taken down back into the catalogue. A request ingests it anew."})
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Id of the title.")
    private String title = "";

    @Override
    public Integer call() {
        server.client()
                .post(TitlePath.of(title) + "/restore", Map.of("by", System.getProperty("user.name", "operator")));
        new Terminal().line("Title " + title + " is back in the catalogue. It can be requested.");
        return 0;
    }
}
