package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.TestFilm;

/// What the data directory holds and does not hold, and starts and stops that go wrong or must go right.
class DataDirectoryIT {

    private static final String PATH = "/vault-7f3a19/the-secret-way-to-the-film.mp4";
    private static final String QUERY = "signature=Zm9yLXlvdXItZXllcy1vbmx5";

    @TempDir
    Path folder;

    @Test
    void noSourceLinkStandsInClearAnywhereInTheDataDirectory() throws IOException {
        var film = TestFilm.builder().duration(Duration.ofSeconds(6)).make(folder.resolve("film.mp4"), tools());
        var data = folder.resolve("data");
        try (var origin = MisbehavingServer.start().on(PATH, Behaviour.good("video/mp4", Body.of(film)))) {
            origin.on("/gone-2b6e44.mp4", Behaviour.status(404));
            // The sample films are not waited for: their links are kept from their discovery on.
            var settings = Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port());
            try (var product = ReelmillProcess.start(data, settings)) {
                var shelf = new Shelf(product);
                var good = shelf.ingest(origin.address(PATH + "?" + QUERY), "A Secret Film");
                var bad = shelf.ingest(origin.address("/gone-2b6e44.mp4?" + QUERY), "A Lost Film");
                shelf.find("Big Buck Bunny");
                shelf.await(good, Duration.ofMinutes(4), "READY");
                shelf.await(bad, Duration.ofMinutes(4), "REJECTED", "FAILED");
                product.stop();
                assertThat(origin.log(PATH)).isNotEmpty();
            }
        }

        var words = List.of(
                "the-secret-way-to-the-film",
                "vault-7f3a19",
                QUERY,
                "gone-2b6e44",
                "films/big-buck-bunny.mp4",
                "films/signal-and-noise.mkv",
                "films/slow-light.mp4");
        assertThat(BytesSearch.find(data, words)).isEmpty();
        assertThat(BytesSearch.find(data, List.of("A Secret Film")))
                .as("The search finds what is there")
                .isNotEmpty();
        assertThat(Files.readString(folder.resolve("data.out"))).doesNotContain(words);
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws IOException {
        try (var product = ReelmillProcess.start(folder.resolve("data"), Map.of(), "--no-samples")) {
            product.address();
            try (var keys = Files.walk(product.data().resolve("keys"))) {
                var files = keys.filter(Files::isRegularFile).toList();
                assertThat(files).hasSizeGreaterThan(1);
                for (var key : files) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .as(key.getFileName().toString())
                            .isEqualTo("rw-------");
                }
            }
            assertThat(product.get("/api/operator/titles").statusCode()).isIn(401, 403);
        }
    }

    @Test
    void aSignalStopsItInTenSecondsWithItsEncodersEvenWhileItEncodes() throws IOException, InterruptedException {
        var film = TestFilm.builder()
                .duration(Duration.ofMinutes(3))
                .size(1920, 1080)
                .make(folder.resolve("film.mp4"), tools());
        try (var origin = MisbehavingServer.start().on("/film.mp4", Behaviour.good("video/mp4", Body.of(film)));
                var product = ReelmillProcess.start(
                        folder.resolve("data"),
                        Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port()),
                        "--no-samples")) {
            new Shelf(product).ingest(origin.address("/film.mp4"), "A Long Film");
            var children = Awaitility.await("encoders at work")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> product.process().descendants().toList(), running -> !running.isEmpty());

            product.process().destroy();

            assertThat(product.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(product.data().resolve("running.properties")).doesNotExist();
            assertThat(product.printed()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void aBusyPortIsSaidInASentence() throws IOException, InterruptedException {
        try (var busy = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var outcome = up("--data", folder.resolve("data").toString(), "--port", port(busy));
            assertOneSentence(outcome, "Port " + busy.getLocalPort(), "--port");

            var edge = up("--data", folder.resolve("data").toString(), "--port", "0", "--edge-port", port(busy));
            assertOneSentence(edge, "Port " + busy.getLocalPort(), "--edge-port");
        }
    }

    @Test
    void aDirectoryInUseIsSaidInASentence() throws IOException, InterruptedException {
        try (var product = ReelmillProcess.start(folder.resolve("data"), Map.of(), "--no-samples")) {
            product.address();
            var outcome = up("--data", product.data().toString(), "--port", "0");
            assertOneSentence(outcome, "runs on", "--data");
            assertThat(product.get("/api/movies").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidInASentence() throws IOException, InterruptedException {
        // A file stands where the directory would be, so that it holds for root as well.
        var file = Files.writeString(folder.resolve("taken"), "a file");
        assertOneSentence(up("--data", file.toString(), "--port", "0"), "cannot be used", "--data");
        assertOneSentence(up("--data", file.resolve("data").toString(), "--port", "0"), "cannot be used", "--data");
        assertOneSentence(up("--data", "/proc/reelmill-data", "--port", "0"), "cannot be used", "--data");
    }

    private static Launcher.Outcome up(String... options) throws IOException, InterruptedException {
        var arguments = new String[options.length + 1];
        arguments[0] = "up";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Launcher.run(arguments);
    }

    private static void assertOneSentence(Launcher.Outcome outcome, String... parts) {
        assertThat(outcome.status()).as(outcome.printed()).isEqualTo(1);
        assertThat(outcome.lines()).as(outcome.printed()).hasSize(1);
        assertThat(outcome.lines().getFirst()).contains(parts);
        assertThat(outcome.printed()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private static String port(ServerSocket socket) {
        return Integer.toString(socket.getLocalPort());
    }

    private static MediaTools tools() {
        return MediaTools.bundled();
    }
}
