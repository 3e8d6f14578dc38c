package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.signing.Denial;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKey;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenSigner;
import org.springframework.context.ConfigurableApplicationContext;

class EdgeAppTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SEGMENT = "titles/t1/p1/v/seg-1.m4s";

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
    void aDenialIsInForceWithoutARestartAndOutlivesServing() throws IOException {
        var tomorrow = Instant.now().plus(Duration.ofDays(1));
        try (var app = start(serving.address())) {
            assertThat(status(app, "s1")).isEqualTo(200);
            serving.deny(new Denial(Denial.Kind.SESSION, "s1", tomorrow));
            await().atMost(PATIENCE).until(() -> status(app, "s1") == 403);
            assertThat(status(app, "s2")).isEqualTo(200);
            serving.deny(new Denial(Denial.Kind.PUBLICATION, "p1", tomorrow));
            await().atMost(PATIENCE).until(() -> status(app, "s2") == 403);
            assertThat(status(app, "s1")).isEqualTo(403);
        }
        serving.close();
        try (var app = start(serving.address())) {
            assertThat(status(app, "s2")).isEqualTo(403);
        }
    }

    @Test
    void aDenialStaysUntilItEndsWhateverServingSaysLater() throws IOException {
        try (var app = start(serving.address())) {
            serving.deny(
                    new Denial(Denial.Kind.SESSION, "s1", Instant.now().plusSeconds(3600)),
                    new Denial(Denial.Kind.SESSION, "s2", Instant.now().plusSeconds(15)));
            await().atMost(PATIENCE).until(() -> status(app, "s2") == 403);
            serving.deny();
            await().atMost(Duration.ofSeconds(30)).until(() -> status(app, "s2") == 200);
            assertThat(status(app, "s1")).isEqualTo(403);
        }
    }

    @Test
    void aNewKeyIsTakenWithoutARestartAndReported() throws IOException {
        var next = VectorTokens.key("k4", 4, PlayKey.State.ACCEPTED);
        try (var app = start(serving.address(), "--reelmill.edge.name=edge-1")) {
            assertThat(status(app, "s1", () -> next)).isEqualTo(403);
            serving.change(List.of(VectorTokens.SIGNING, next));
            await().atMost(PATIENCE).until(() -> status(app, "s1", () -> next) == 200);
            assertThat(status(app, "s1", () -> VectorTokens.ACCEPTED)).isEqualTo(403);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(serving.report()).isEqualTo("edge=edge-1&keys=k2,k4"));
        }
        serving.close();
        try (var app = start(serving.address())) {
            assertThat(status(app, "s1", () -> next)).isEqualTo(200);
        }
    }

    @Test
    void withoutServingTheEdgeServes() throws IOException {
        try (var app = start(URI.create("http://127.0.0.1:9/nobody"))) {
            assertThat(status(app, "s1")).isEqualTo(200);
        }
    }

    @Test
    void aBusyPortIsToldInASentence() {
        try (var app = start(serving.address())) {
            var port = app.getBean(EdgeServer.class).port();
            assertThatThrownBy(() -> start(
                            serving.address(),
                            "--reelmill.edge.port=" + port,
                            "--reelmill.edge.cache=" + directory.resolve("other-cache")))
                    .hasStackTraceContaining("The edge cannot listen on 127.0.0.1:" + port + ": it is in use");
        }
    }

    @Test
    void askingTooRarelyIsRefused() {
        assertThatThrownBy(() -> start(serving.address(), "--reelmill.edge.denials-every=6s"))
                .hasStackTraceContaining("denials-every must be more than 0 and at most 5s");
    }

    private ConfigurableApplicationContext start(URI denials, String... more) {
        return EdgeApp.alone()
                .properties(
                        "management.server.port=0",
                        "reelmill.edge.port=0",
                        "reelmill.edge.cache=" + fixture.cache(),
                        "reelmill.edge.denials=" + denials,
                        "reelmill.keys.directory=" + directory.resolve("keys"),
                        "reelmill.storage.endpoint=" + fixture.s3.endpoint(),
                        "reelmill.storage.access-key=access",
                        "reelmill.storage.secret-key=secret-secret")
                .run(more);
    }

    private int status(ConfigurableApplicationContext app, String session) throws IOException {
        return status(app, session, PlayKeys.inDirectory(directory.resolve("keys"))::signing);
    }

    private static int status(ConfigurableApplicationContext app, String session, Supplier<PlayKey> signing)
            throws IOException {
        var now = Instant.now();
        var token = new PlayToken(session, "titles/t1/p1/", now.minusSeconds(60), now.plusSeconds(3600));
        var signed = new PlayTokenSigner(signing).sign(token);
        return RawHttp.get(app.getBean(EdgeServer.class).port(), "/" + signed + "/" + SEGMENT)
                .status();
    }
}
