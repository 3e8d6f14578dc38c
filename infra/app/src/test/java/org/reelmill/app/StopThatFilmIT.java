package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.Browser;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.NginxEdge;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;

/// Viewers in a browser while an operator rotates the keys, denies one of them, and takes the film down; by
/// either edge.
class StopThatFilmIT {

    private static final Duration AT_THE_EDGES = Duration.ofSeconds(5);
    private static final Duration ON_THE_PAGE = Duration.ofSeconds(10);
    private static final TestFilm FILM = TestFilm.builder()
            .rate(25, 1)
            .duration(Duration.ofSeconds(150))
            .size(640, 360)
            .keyframeEvery(50);

    @TempDir
    Path folder;

    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private final List<String> playlists = new CopyOnWriteArrayList<>();

    enum Edge {
        JAVA,
        NGINX
    }

    @ParameterizedTest
    @EnumSource(Edge.class)
    void viewersPlayOnThroughARotationAndStopWhenTheyAreToldTo(Edge edge) throws IOException {
        int port = NginxEdge.freePort();
        try (var origin = MisbehavingServer.start();
                var browser = Browser.start();
                var product = product(origin, edge, port);
                var nginx = edge == Edge.NGINX ? nginx(product, port) : null) {
            var shelf = new Shelf(product);
            var id = shelf.ingest(origin.address("/film.mp4"), "Stop That Film");
            shelf.await(id, Duration.ofMinutes(4), "READY");
            assertThat(nginx == null || shelf.playlist(id).getPort() == port).isTrue();

            var first = seat(browser, product, id);
            rotate(product, first);
            var second = seat(browser, product, id);
            deny(product, second);
            takeDown(product, shelf, id, first);
            restore(product, shelf, id);
            if (nginx != null) {
                assertThat(nginx.printed()).contains(id).doesNotContain(token(playlists.getFirst()));
            }
        }
    }

    private void rotate(ReelmillProcess product, Seat seat) {
        var before = keyOf(playlists.getLast());
        var rotated = product.command("keys", "rotate");
        assertThat(rotated.status()).as(rotated.printed()).isZero();
        seat.seek(100); // Beyond what is loaded: the edge is asked with the token of the key before.
        seat.awaitTime(102);
        assertThat(playlists).as("No other grant was needed").hasSize(1);
        assertThat(product.command("keys", "list").printed())
                .containsPattern(before + " +ACCEPTED.*in use until")
                .contains("SIGNING");
    }

    private void deny(ReelmillProcess product, Seat seat) {
        assertThat(keyOf(playlists.getLast())).isNotEqualTo(keyOf(playlists.getFirst()));
        var playlist = playlists.getLast();
        assertThat(status(playlist)).isEqualTo(200);
        var denied = product.command("deny", sessions.getLast(), "--reason", "Too many screens.");
        assertThat(denied.status()).as(denied.printed()).isZero();
        long since = System.nanoTime();
        await().atMost(AT_THE_EDGES).until(() -> status(playlist) == 403);
        says(seat, "Too many screens.", since);
    }

    private void takeDown(ReelmillProcess product, Shelf shelf, String id, Seat seat) throws IOException {
        var playlist = playlists.getFirst();
        assertThat(status(playlist)).isEqualTo(200);
        seat.seek(20);
        var down = product.command("takedown", id, "--reason", "Rights ended");
        assertThat(down.status()).as(down.printed()).isZero();
        long since = System.nanoTime();
        assertThat(product.post("/api/movies/" + id + "/grants", "{}").statusCode())
                .isEqualTo(410);
        assertThat(shelf.state(id)).isEqualTo("TAKEN_DOWN");
        assertThat(objects(product, id)).isZero();
        await().atMost(AT_THE_EDGES).until(() -> status(playlist) == 403);
        says(seat, "This film was taken down.", since);
    }

    private static void restore(ReelmillProcess product, Shelf shelf, String id) {
        assertThat(product.command("restore", id).status()).isZero();
        assertThat(shelf.state(id)).isEqualTo("DISCOVERED");
        shelf.request(id);
        shelf.await(id, Duration.ofMinutes(2), "PLAYABLE", "READY");
        assertThat(status(shelf.playlist(id).toString())).isEqualTo(200);
    }

    private static void says(Seat seat, String words, long since) {
        seat.await(
                "!document.getElementById('curtain').classList.contains('up')"
                        + " && document.getElementById('curtain').textContent.includes('" + words + "')"
                        + " && document.getElementById('video').paused",
                ON_THE_PAGE.minusNanos(System.nanoTime() - since));
        System.out.printf("It stopped, and said why, after %.1f s%n", (System.nanoTime() - since) / 1e9);
    }

    private Seat seat(Browser browser, ReelmillProcess product, String id) {
        Page page = browser.newPage();
        page.onResponse(response -> {
            if (response.url().endsWith("/grants") && response.status() == 201) {
                var grant = Shelf.JSON.readTree(response.text());
                sessions.add(grant.path("session").asString());
                playlists.add(grant.path("playlistUrl").asString());
            }
        });
        var seat = Seat.take(page, product, id);
        seat.play();
        return seat;
    }

    private ReelmillProcess product(MisbehavingServer origin, Edge edge, int port) throws IOException {
        origin.on(
                "/film.mp4",
                Behaviour.good("video/mp4", Body.of(FILM.make(folder.resolve("film.mp4"), MediaTools.bundled()))));
        var outbound = "127.0.0.1:" + origin.port();
        var settings = edge == Edge.JAVA
                ? Map.of("reelmill.outbound.allowed", outbound)
                : Map.of(
                        "reelmill.outbound.allowed",
                        outbound,
                        "reelmill.serving.playback.edges",
                        "http://127.0.0.1:" + port);
        var product = ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
        product.address();
        return product;
    }

    private NginxEdge nginx(ReelmillProcess product, int port) {
        var running = properties(product, "running.properties");
        var store = properties(product, "keys/object-store.properties");
        return NginxEdge.start(
                folder.resolve("nginx"),
                Map.of(
                        "REELMILL_EDGE_PORT", Integer.toString(port),
                        "REELMILL_STORAGE_ENDPOINT", running.getProperty("objects", ""),
                        "REELMILL_STORAGE_ACCESSKEY", store.getProperty("accessKey", ""),
                        "REELMILL_STORAGE_SECRETKEY", store.getProperty("secretKey", ""),
                        "REELMILL_EDGE_DENIALS",
                                product.address().resolve("/api/edges/denials").toString(),
                        "REELMILL_KEYS_DIRECTORY",
                                product.data().resolve("keys").toString()));
    }

    private static Properties properties(ReelmillProcess product, String file) {
        var properties = new Properties();
        try (var in = Files.newInputStream(product.data().resolve(file))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /// Files of the title that the embedded object store still has.
    private static long objects(ReelmillProcess product, String id) throws IOException {
        Path title = product.data().resolve("objects/reelmill/titles").resolve(id);
        if (!Files.exists(title)) {
            return 0;
        }
        try (var files = Files.walk(title)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static int status(String address) {
        try (var client = new EdgeClient()) {
            return client.get(URI.create(address)).statusCode();
        }
    }

    private static String token(String playlist) {
        return URI.create(playlist).getPath().split("/")[1];
    }

    private static String keyOf(String playlist) {
        return token(playlist).split("\\.")[1];
    }
}
