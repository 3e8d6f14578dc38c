package org.reelmill.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Keeps a title from being put away, or lets it go.
@Command(
        name = "keep",
        mixinStandardHelpOptions = true,
        description = "Keeps a title from being put away, however long nobody watches it.")
final class KeepCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Its id.")
    private String id = "";

    @Option(names = "--release", description = "Lets it be put away again.")
    private boolean release;

    @Override
    public Integer call() {
        String path = TitlePath.of(id) + "/keep";
        var title = release ? server.client().delete(path) : server.client().put(path);
        new Terminal()
                .line(title.path("title").asString()
                        + (title.path("kept").asBoolean() ? " is kept." : " may be put away."));
        return 0;
    }
}
