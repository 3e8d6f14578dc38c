package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.signing.Denial;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKey.State;
import org.reelmill.testing.NginxEdge;

/// What nginx learns from serving, and what it says of itself.
class NginxEdgeTest {

    private static final String SEGMENT = "titles/t1/p1/v/seg-1.m4s";
    private static final Duration PROMISED = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private EdgeFixture fixture;
    private StubServing serving;

    @BeforeEach
    void startTheRest() throws IOException {
        fixture = new EdgeFixture(directory);
        serving = new StubServing(EdgeKey.inDirectory(directory.resolve("keys")));
    }

    @AfterEach
    void stopTheRest() {
        serving.close();
        fixture.close();
    }

    @Test
    void aDenialIsInForceWithinFiveSecondsAndStaysUntilItEnds() throws IOException {
        try (var nginx = start()) {
            assertThat(status(nginx, "s1")).isEqualTo(200);
            serving.deny(
                    new Denial(Denial.Kind.SESSION, "s1", Instant.now().plusSeconds(3600)),
                    new Denial(Denial.Kind.SESSION, "s3", Instant.now().plusSeconds(7)));
            await().atMost(PROMISED).until(() -> status(nginx, "s1") == 403 && status(nginx, "s3") == 403);
            assertThat(status(nginx, "s2")).isEqualTo(200);
            serving.deny(new Denial(Denial.Kind.PUBLICATION, "p1", Instant.now().plusSeconds(3600)));
            await().atMost(PROMISED).until(() -> status(nginx, "s2") == 403);
            assertThat(status(nginx, "s1")).isEqualTo(403);
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> denials().equals(List.of("PUBLICATION.p1", "SESSION.s1")));
        }
        serving.close();
        try (var nginx = start()) {
            assertThat(status(nginx, "s2")).isEqualTo(403);
        }
    }

    @Test
    void aNewKeyIsTakenWithoutARestartAndReported() throws IOException {
        var next = VectorTokens.key("k4", 4, State.ACCEPTED);
        try (var nginx = start()) {
            assertThat(status(nginx, "s1", next)).isEqualTo(403);
            serving.change(List.of(VectorTokens.SIGNING, next));
            await().atMost(PROMISED).until(() -> status(nginx, "s1", next) == 200);
            assertThat(status(nginx, "s1", VectorTokens.ACCEPTED)).isEqualTo(403);
            await().atMost(PROMISED)
                    .untilAsserted(() ->
                            assertThat(serving.report()).startsWith("edge=").endsWith("&keys=k2,k4"));
        }
    }

    @Test
    void itsHealthIsBadWhenItDoesNotKnowWhatIsDenied() throws Exception {
        try (var nginx = start()) {
            assertThat(told(nginx, "/health").body()).contains("\"UP\"", "k2");
            serving.close();
            var polled = directory.resolve("nginx/cache/state/polled");
            Files.writeString(polled, Long.toString(Instant.now().getEpochSecond() - 61));
            assertThat(told(nginx, "/health").statusCode()).isEqualTo(503);
            assertThat(told(nginx, "/metrics").body())
                    .contains("\nreelmill_edge_denials_stale 1\n")
                    .containsPattern("\nreelmill_edge_denials_age_seconds 6\\d\n");
            assertThat(status(nginx, "s1")).isEqualTo(200);
            assertThat(told(nginx, "/poll").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aStoreThatFailsIsToldWithoutItsWordsAndLoggedWithoutTheToken() throws IOException {
        var token = token("s1", VectorTokens.SIGNING);
        var content = new byte[500_000];
        try (var origin = new StubOrigin(content);
                var nginx = start(
                        Map.of("REELMILL_STORAGE_ENDPOINT", origin.endpoint().toString()))) {
            origin.become(StubOrigin.Mood.FORBIDS);
            var answer = RawHttp.get(nginx.port(), "/" + token + "/" + SEGMENT);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            origin.become(StubOrigin.Mood.GOOD);
            assertThat(RawHttp.get(nginx.port(), "/" + token + "/" + SEGMENT).body())
                    .isEqualTo(content);
            origin.close();
            assertThat(RawHttp.get(nginx.port(), "/" + token + "/" + SEGMENT + "x")
                            .status())
                    .isEqualTo(502);
            await().untilAsserted(() ->
                    assertThat(nginx.printed()).contains("upstream", SEGMENT).doesNotContain(token.split("\\.")[3]));
        }
    }

    @Test
    void withWrongCredentialsTheBucketIsClosed() throws IOException {
        try (var nginx = start(Map.of("REELMILL_STORAGE_SECRETKEY", "another-secret"))) {
            assertThat(status(nginx, "s1")).isEqualTo(502);
        }
    }

    private NginxEdge start() {
        return start(Map.of());
    }

    private NginxEdge start(Map<String, String> other) {
        var environment = new HashMap<>(Map.of(
                "REELMILL_STORAGE_ENDPOINT", fixture.s3.endpoint().toString(),
                "REELMILL_STORAGE_ACCESSKEY", "access",
                "REELMILL_STORAGE_SECRETKEY", "secret-secret",
                "REELMILL_EDGE_DENIALS", serving.address().toString(),
                "REELMILL_KEYS_DIRECTORY", directory.resolve("keys").toString()));
        environment.putAll(other);
        return NginxEdge.start(directory.resolve("nginx"), environment);
    }

    private List<String> denials() throws IOException {
        try (var files = Files.list(directory.resolve("nginx/cache/state/denied"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int status(NginxEdge nginx, String session) throws IOException {
        return status(nginx, session, VectorTokens.SIGNING);
    }

    private static int status(NginxEdge nginx, String session, PlayKey key) throws IOException {
        return RawHttp.get(nginx.port(), "/" + token(session, key) + "/" + SEGMENT)
                .status();
    }

    private static String token(String session, PlayKey key) {
        var now = Instant.now().getEpochSecond();
        return VectorTokens.signed(
                key,
                VectorTokens.payload(session, Long.toString(now - 60), Long.toString(now + 3600), "titles/t1/p1/"));
    }

    private static HttpResponse<String> told(NginxEdge nginx, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(nginx.management().resolve(path)).build(), BodyHandlers.ofString());
        }
    }
}
