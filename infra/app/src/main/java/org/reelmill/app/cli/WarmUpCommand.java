package org.reelmill.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.reelmill.app.AllInOne;
import org.reelmill.app.DataDirectory;
import org.reelmill.app.Ports;
import picocli.CommandLine.Command;

/// Starts everything on a directory that is thrown away, asks for the first pages and stops: the run that the
/// JDK's class cache learns from.
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true, description = "Used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("reelmill-warm-up");
        try {
            var directory = DataDirectory.lock(data);
            directory.takeLog();
            var settings = new AllInOne.Settings("127.0.0.1", new Ports(0, 0, 0), false, null);
            try (var all = AllInOne.start(directory, settings)) {
                for (String path : new String[] {"", "api/movies", "api/docs"}) {
                    ask(all.address().resolve(path));
                }
            }
        } finally {
            delete(data);
        }
        return 0;
    }

    private static void ask(URI page) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(WarmUpCommand::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
