package org.reelmill.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Ingests a title again.
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Ingests a title again that was rejected, failed or put away.",
            "One that plays is encoded anew, and plays on until then."
        })
final class RedriveCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TITLE", description = "Its id.")
    private String id = "";

    @Override
    public Integer call() {
        var title = server.client()
                .post("/api/operator/titles/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/ingests", Map.of());
        new Terminal()
                .line("Queued ingest %s of %s"
                        .formatted(
                                title.path("ingest").path("id").asString(),
                                title.path("title").asString()));
        return 0;
    }
}
