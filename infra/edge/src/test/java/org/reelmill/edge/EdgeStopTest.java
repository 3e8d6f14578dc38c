package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenSigner;
import org.reelmill.storage.ContentType;

/// An edge that is told to stop while a viewer is being sent a segment.
class EdgeStopTest {

    private static final String LARGE = "titles/t1/p1/v/large.m4s";
    /// More than the buffers between the two hold: the edge's may grow to some megabytes, the viewer's not.
    private static final int BYTES = 40 << 20;
    private static final int VIEWERS_BUFFER = 64 << 10;

    @TempDir
    private Path directory;

    @Test
    void whatIsBeingSentIsSentToItsEnd() throws Exception {
        try (var fixture = new EdgeFixture(directory)) {
            fixture.store.put(LARGE, new byte[BYTES], ContentType.SEGMENT);
            var edge = fixture.start();
            var path = path(fixture);
            try (var viewer = new RawHttp(edge.port(), VIEWERS_BUFFER);
                    var idle = new RawHttp(edge.port())) {
                assertThat(idle.ask("GET", "/nothing", Map.of()).status()).isEqualTo(403);
                viewer.send("GET", path, Map.of());
                awaitSending(edge);
                var stopped = CompletableFuture.runAsync(edge::close);
                Awaitility.await("it waits for the viewer")
                        .during(Duration.ofMillis(500))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> !stopped.isDone());

                assertThat(viewer.receive("GET").body()).hasSize(BYTES);
                // An idle connection does not hold it up.
                stopped.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void awaitSending(EdgeServer edge) {
        Awaitility.await("the segment is being sent").until(() -> edge.answers(200) == 1 && edge.sending() == 1);
    }

    private static String path(EdgeFixture fixture) {
        var now = VectorTokens.NOW;
        var token = new PlayToken("s1", "titles/t1/p1/", now.minusSeconds(60), now.plusSeconds(3600));
        var keys = PlayKeys.inDirectory(fixture.directory().resolve("keys"));
        return "/" + new PlayTokenSigner(keys::signing).sign(token) + "/" + LARGE;
    }
}
