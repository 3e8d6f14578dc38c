package org.reelmill.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists titles.
@Command(name = "titles", mixinStandardHelpOptions = true, description = "Lists titles with their states.")
final class TitlesCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state, e.g. READY, REJECTED.")
    private @Nullable String state;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var terminal = new Terminal();
        String query = state == null ? "" : "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
        var titles = server.client().get("/api/operator/titles" + query);
        if (json) {
            terminal.line(titles.toString());
            return 0;
        }
        for (var title : titles.path("items")) {
            terminal.line("%-28s %-11s %s%s%s%s"
                    .formatted(
                            title.path("id").asString(),
                            title.path("state").asString(),
                            title.path("title").asString(),
                            title.path("year").isNumber()
                                    ? " (" + title.path("year").asInt() + ")"
                                    : "",
                            title.path("pausedAt").isString() ? ", paused" : "",
                            TitleProgress.of(title)
                                    .timeLeft()
                                    .map(left -> ", " + left + " left")
                                    .orElse("")));
        }
        return 0;
    }
}
