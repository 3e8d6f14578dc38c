package org.reelmill.app.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The ingests that an operator's word is about: a title's, or the batch.
final class ChosenIngests {

    @Parameters(paramLabel = "TITLE", description = "Id of the title.")
    private @Nullable String title;

    @Option(
            names = "--batch",
            required = true,
            description = "All ingests that nobody waits for, also those that are queued later.")
    private boolean batch;

    /// @param word `pause` or `resume`
    /// @return whether it is paused now, since the word, or since something else is
    boolean send(ServerOptions server, String word) {
        JsonNode now = server.client()
                .post((title == null ? "/api/operator/batch" : TitlePath.of(title)) + "/" + word, Map.of());
        return now.path("pausedAt").isString();
    }

    @Override
    public String toString() {
        return title == null ? "The batch" : "The ingest of title " + title;
    }
}
