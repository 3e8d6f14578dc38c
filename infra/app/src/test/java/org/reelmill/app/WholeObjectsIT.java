package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import tools.jackson.databind.JsonNode;

/// A film whose objects are deleted and damaged on the disk is repaired to the last byte; put away, it comes
/// back by a request. Either way it plays exactly.
class WholeObjectsIT {

    private static final String NAME = "Whole Again";
    private static final int HEIGHT = 360;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(24)).size(640, HEIGHT);

    private final MediaTools tools = MediaTools.bundled();

    @TempDir
    Path folder;

    @Test
    void aDamagedFilmIsRepairedAndOneThatWasPutAwayComesBack() throws IOException {
        var film = FILM.make(folder.resolve("film.mp4"), tools);
        try (var site = new OneFilmSite(film, NAME, folder)) {
            String id;
            try (var product = start(site, Map.of("reelmill.verify.orphan-grace", "0s"))) {
                var shelf = new Shelf(product);
                id = shelf.wish(NAME);
                shelf.await(id, PATIENCE, "READY");
                var before = objects(product, id);
                var orphan = damage(product, id, before);

                var run = product.command("jobs", "start", "verify");

                assertThat(run.status()).as(run.printed()).isZero();
                assertThat(run.printed()).containsPattern("missing +2\\b").containsPattern("damaged +1\\b");
                Awaitility.await("repairs")
                        .atMost(PATIENCE)
                        .until(() -> repairs(product, id).stream()
                                .allMatch(repair ->
                                        repair.path("state").asString().equals("REPAIRED")));
                assertThat(repairs(product, id)).hasSize(3);
                assertThat(product.command("show", id).printed()).contains("missing", "damaged", "REPAIRED");
                assertSame(objects(product, id), before);
                assertThat(orphan).doesNotExist();
                checkExact(shelf, id, "repaired");
            }
            comesBack(site, id);
        }
    }

    private void comesBack(OneFilmSite site, String id) throws IOException {
        var tight = Map.of(
                "reelmill.retention.budget", "1KB",
                "reelmill.retention.grace", "0s",
                "reelmill.retention.watching", "0s");
        try (var product = start(site, tight)) {
            var shelf = new Shelf(product);
            var put = product.command("jobs", "start", "retention");
            assertThat(put.status()).as(put.printed()).isZero();
            assertThat(shelf.state(id)).isEqualTo("EVICTED");
            assertThat(objects(product, id)).isEmpty();
            var refused = product.post("/api/movies/" + id + "/grants", "{}");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("movie-put-away");

            shelf.request(id);
            shelf.await(id, PATIENCE, "READY");
            checkExact(shelf, id, "back");
        }
    }

    private ReelmillProcess start(OneFilmSite site, Map<String, String> more) {
        var settings = new HashMap<>(site.settings());
        settings.putAll(more);
        var product = ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
        product.address();
        return product;
    }

    /// Deletes a segment and the multivariant playlist, flips a byte of another segment, and adds an object
    /// of nobody.
    private static Path damage(ReelmillProcess product, String id, Map<String, byte[]> objects) throws IOException {
        var segments = objects.keySet().stream()
                .filter(name -> name.matches(".*/v360/s.*\\.m4s"))
                .toList();
        assertThat(segments).hasSizeGreaterThan(3);
        var root = titles(product, id);
        Files.delete(root.resolve(segments.get(1)));
        Files.delete(root.resolve(objects.keySet().stream()
                .filter(name -> name.endsWith("/master.m3u8") && !name.contains("/now/"))
                .findFirst()
                .orElseThrow()));
        byte[] bytes = Objects.requireNonNull(objects.get(segments.get(3))).clone();
        bytes[bytes.length / 2] ^= 1;
        Files.write(root.resolve(segments.get(3)), bytes);
        return Files.write(root.resolve(segments.get(0)).resolveSibling("s99999.a1.m4s"), bytes);
    }

    private static List<JsonNode> repairs(ReelmillProcess product, String id) {
        var title = Shelf.JSON.readTree(
                product.operatorGet("/api/operator/titles/" + id).body());
        return title.path("repairs").valueStream().toList();
    }

    /// What lies in the object store of a title, by name.
    private static Map<String, byte[]> objects(ReelmillProcess product, String id) throws IOException {
        var objects = new TreeMap<String, byte[]>();
        Path root = titles(product, id);
        if (!Files.isDirectory(root)) {
            return objects;
        }
        try (var files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> objects.put(root.relativize(file).toString(), read(file)));
        }
        return objects;
    }

    private static void assertSame(Map<String, byte[]> after, Map<String, byte[]> before) {
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(before.keySet()).allMatch(name -> Arrays.equals(before.get(name), after.get(name)));
    }

    private static Path titles(ReelmillProcess product, String id) throws IOException {
        try (var folders = Files.find(
                product.data().resolve("objects"), 6, (path, about) -> path.endsWith(Path.of("titles", id)))) {
            return folders.findFirst().orElse(product.data().resolve("objects/none"));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkExact(Shelf shelf, String id, String name) throws IOException {
        try (var edge = new EdgeClient()) {
            var copy = edge.copy(shelf.playlist(id), folder.resolve(name));
            var reader = new TestFilmReader(tools);
            assertThat(reader.frames(copy.picture(HEIGHT)).differences(FILM.frames()))
                    .as("What is wrong with the frames of the film, " + name)
                    .isEmpty();
            assertThat(reader.lipSync(copy.picture(HEIGHT), copy.sound()).flashesAlone())
                    .isEmpty();
        }
    }
}
