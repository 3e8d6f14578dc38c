package org.reelmill.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.worker.plan.Ladder;

/// How a film is made watchable without Reelmill: download it, transcode it with one command, then serve and
/// play the result.
final class DownloadFirst {

    private static final String PLAYER = """
            <!doctype html><html><head><title>Player</title><script src="/hls.min.js"></script></head>
            <body><video></video><script>
              window.seen = { clicked: performance.now(), asked: 0, playing: 0, stalled: 0, since: 0 };
              const video = document.querySelector('video');
              video.addEventListener('playing', () => { seen.playing ||= performance.now(); });
              const hls = new Hls();
              hls.loadSource('/master.m3u8');
              hls.attachMedia(video);
              video.play();
            </script></body></html>
            """;

    private static final String HLS_JS = "/static/vendor/hls.js-1.7.4/hls.min.js";

    private final Workplace place;
    private final Viewer viewer;

    DownloadFirst(Workplace place, Viewer viewer) {
        this.place = place;
        this.viewer = viewer;
    }

    /// Seconds from the first byte asked for to `playing`.
    double secondsToPlaying(URI film) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Path source = place.path("downloaded.mp4");
        try (var http = HttpClient.newHttpClient()) {
            http.send(HttpRequest.newBuilder(film).build(), BodyHandlers.ofFile(source));
        }
        Path directory = place.path("transcoded");
        Workplace.delete(directory);
        Files.createDirectories(directory);
        int rate = place.clip().framesPerSecond();
        place.tools().ffmpeg(new LadderCommand(Ladder.usual(), source, rate, directory).arguments());
        double ready = (System.nanoTime() - begun) / 1e9;
        try (var server = serving(directory)) {
            return ready + viewer.open(server.address("/player.html"), 0).seconds();
        }
    }

    private static MisbehavingServer serving(Path directory) throws IOException {
        var server = MisbehavingServer.start();
        server.on("/player.html", Behaviour.page("text/html", PLAYER));
        try (InputStream script = DownloadFirst.class.getResourceAsStream(HLS_JS)) {
            if (script == null) {
                throw new IllegalStateException("There is no " + HLS_JS + " on the class path.");
            }
            server.on("/hls.min.js", Behaviour.good("text/javascript", Body.of(script.readAllBytes())));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                String type = file.toString().endsWith(".m3u8") ? "application/vnd.apple.mpegurl" : "video/mp4";
                server.on("/" + directory.relativize(file), Behaviour.good(type, Body.of(file)));
            });
        } catch (UncheckedIOException e) {
            server.close();
            throw e;
        }
        return server;
    }
}
