package org.reelmill.app.cli;

import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.operator.Complaint;
import org.reelmill.app.operator.OperatorClient;
import org.reelmill.title.PlaceAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Ingests one film and follows it until it is READY.
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Ingests one film from a file or an address, and follows it until it is READY.")
final class IngestCommand implements Callable<Integer> {

    private static final long POLL_NANOS = 400_000_000;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "FILE-or-URL",
            description = {
                "A film file of this machine, an http(s) address,",
                "or s3://NAME/key or drop://NAME/path in a bucket or a folder that the workers' settings name."
            })
    private String film = "";

    @Option(
            names = "--licence",
            required = true,
            paramLabel = "L",
            description = "The licence that lets you show it: an SPDX id such as CC-BY-3.0 or CC0-1.0.")
    private String licence = "";

    @Option(names = "--title", paramLabel = "TITLE", description = "What it is called (default: the file's name).")
    private @Nullable String title;

    @Option(names = "--attribution", paramLabel = "TEXT", description = "The line that the licence asks you to show.")
    private @Nullable String attribution;

    @Option(names = "--detach", description = "Do not wait for the end.")
    private boolean detach;

    @Override
    public Integer call() throws FileNotFoundException {
        var terminal = new Terminal();
        var client = server.client();
        JsonNode begun = isAddress() ? fromAddress(client) : fromFile(client);
        String id = begun.path("titleId").asString();
        terminal.line("Title " + id + " is queued.");
        return detach ? 0 : follow(terminal, client, id);
    }

    private boolean isAddress() {
        return film.startsWith("http://") || film.startsWith("https://") || PlaceAddress.isMeant(film);
    }

    private JsonNode fromAddress(OperatorClient client) {
        var body = new HashMap<String, String>();
        body.put("url", film);
        body.put("licence", licence);
        body.put("title", title == null ? nameOf(Path.of(pathOf(film))) : title);
        if (attribution != null) {
            body.put("attribution", attribution);
        }
        return client.post("/api/ingests", body);
    }

    private JsonNode fromFile(OperatorClient client) throws FileNotFoundException {
        Path file = Path.of(film);
        if (!Files.isRegularFile(file)) {
            throw new Complaint(
                    film + " is neither a file, nor an http(s) address, nor s3://NAME/key or drop://NAME/path.");
        }
        var query = new StringBuilder("?name=" + encode(String.valueOf(file.getFileName())));
        query.append("&licence=").append(encode(licence));
        query.append("&title=").append(encode(title == null ? nameOf(file) : title));
        if (attribution != null) {
            query.append("&attribution=").append(encode(attribution));
        }
        return client.upload("/api/ingests/upload" + query, BodyPublishers.ofFile(file));
    }

    private static int follow(Terminal terminal, OperatorClient client, String id) {
        Map<String, Double> before = Map.of();
        boolean wasPaused = false;
        while (true) {
            var progress = TitleProgress.of(client.get(TitlePath.of(id)));
            if (!progress.stages().equals(before)) {
                progress.stages()
                        .forEach((stage, fraction) -> terminal.bar(stage, fraction, progress.pace(stage, fraction)));
                before = progress.stages();
            }
            if (progress.paused() && !wasPaused) {
                terminal.line("Paused. It goes on with: ./reelmill resume " + id);
            }
            wasPaused = progress.paused();
            if (progress.isReady()) {
                terminal.line("READY.");
                return 0;
            }
            if (progress.hasFailed()) {
                progress.printLastLines(terminal);
                terminal.line(progress.state() + ": " + progress.failure());
                return 1;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String pathOf(String address) {
        try {
            return PlaceAddress.isMeant(address)
                    ? PlaceAddress.parse(address).path()
                    : URI.create(address).getPath();
        } catch (IllegalArgumentException notOne) {
            throw new Complaint(String.valueOf(notOne.getMessage()), notOne);
        }
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
