package org.reelmill.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Ingests a title again.
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Ingests a title again that was rejected, failed or put away.",
            "An ingest that FAILED goes on where it was, as long as what it made is kept (a day).",
            "A title that plays is encoded anew, and plays on until then."
        })
final class RedriveCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Its id.")
    private String id = "";

    @Option(names = "--anew", description = "Begin anew, also where an ingest that FAILED could go on.")
    private boolean anew;

    @Override
    public Integer call() {
        String path = TitlePath.of(id) + "/ingests";
        var title = server.client().post(path + (anew ? "?anew=true" : ""), Map.of());
        new Terminal()
                .line("Queued ingest %s of %s"
                        .formatted(
                                title.path("ingest").path("id").asString(),
                                title.path("title").asString()));
        return 0;
    }
}
