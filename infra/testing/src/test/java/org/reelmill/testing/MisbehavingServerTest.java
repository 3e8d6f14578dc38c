package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MisbehavingServerTest {

    private static final byte[] FILM = new byte[100_000];

    static {
        new Random(7).nextBytes(FILM);
    }

    private final Body film = Body.of(FILM);
    private final MisbehavingServer server = MisbehavingServer.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void answersWellWhenToldTo() throws Exception {
        server.on("/film", Behaviour.good("video/mp4", film));

        var part = get("/film", "Range", "bytes=500-999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(FILM, 500, 1000));
        assertThat(get("/film", "Range", "bytes=100000-").statusCode()).isEqualTo(416);
        assertThat(get("/film", "Range", "bytes=0-9", "If-Range", "\"old\"").body())
                .isEqualTo(FILM);
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);

        assertThat(server.bytes("/film")).isEqualTo(500 + 100_000);
        assertThat(server.log("/film"))
                .extracting(answered -> answered.asked().toString())
                .containsExactly("GET /film bytes=500-999", "GET /film bytes=100000-", "GET /film bytes=0-9");
    }

    @Test
    void ignoresRangesWhenToldTo() throws Exception {
        server.on("/film", Behaviour.withoutRanges("video/mp4", film));

        assertThat(get("/film", "Range", "bytes=5-9").statusCode()).isEqualTo(200);
        assertThat(get("/film", "Range", "bytes=5-9").body()).isEqualTo(FILM);
    }

    @Test
    void sendsTheWrongRange() throws Exception {
        server.on("/film", Behaviour.wrongRange("video/mp4", film));

        var part = get("/film", "Range", "bytes=500-509");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 500-509/100000");
        assertThat(part.body()).isEqualTo(Arrays.copyOf(FILM, 10));
    }

    @Test
    void changesItsContentHalfWay() throws Exception {
        server.on("/film", Behaviour.changing("video/mp4", film, Body.of(new byte[100_000]), 1));

        var before = get("/film", "Range", "bytes=0-9");
        var after = get("/film", "Range", "bytes=0-9");
        assertThat(before.headers().firstValue("ETag")).hasValue("\"first\"");
        assertThat(after.headers().firstValue("ETag")).hasValue("\"second\"");
        assertThat(after.body()).isEqualTo(new byte[10]);
    }

    @Test
    void isBusyOnceAndRedirects() throws Exception {
        server.on(
                "/busy",
                Behaviour.first(1, Behaviour.busy(Duration.ofSeconds(3)), Behaviour.page("text/html", "<p>Hello")));
        server.on("/away", Behaviour.redirect("http://10.0.0.1/"));

        assertThat(get("/busy").statusCode()).isEqualTo(503);
        assertThat(server.log("/busy").getFirst().status()).isEqualTo(503);
        assertThat(get("/busy").body()).isEqualTo("<p>Hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(get("/away").headers().firstValue("Location")).hasValue("http://10.0.0.1/");
    }

    @Test
    void hangsUntilTheOtherSideGivesUp() {
        server.on("/never", Behaviour.hang()).on("/stuck", Behaviour.hangAfter("video/mp4", film, 1000));

        for (var path : new String[] {"/never", "/stuck"}) {
            var request = HttpRequest.newBuilder(server.address(path))
                    .timeout(Duration.ofMillis(300))
                    .build();
            assertThatThrownBy(() -> http.sendAsync(request, BodyHandlers.ofByteArray())
                            .orTimeout(1, java.util.concurrent.TimeUnit.SECONDS)
                            .join())
                    .cause()
                    .isInstanceOfAny(HttpTimeoutException.class, java.util.concurrent.TimeoutException.class);
        }
        assertThat(server.bytes("/stuck")).isEqualTo(1000);
    }

    @Test
    void breaksOffAndLiesAboutLengths() throws Exception {
        server.on("/early", Behaviour.closeEarly("video/mp4", film, 1000))
                .on("/reset", Behaviour.reset())
                .on("/longer", Behaviour.wrongLength("video/mp4", film, 200_000))
                .on("/shorter", Behaviour.wrongLength("video/mp4", film, 1000));

        assertThatThrownBy(() -> get("/early")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/reset")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/longer")).isInstanceOf(IOException.class);
        assertThat(get("/shorter").body()).isEqualTo(Arrays.copyOf(FILM, 1000));
    }

    @Test
    void sendsBigPagesAndBombs() throws Exception {
        server.on("/big", Behaviour.bigPage(10_000_000)).on("/bomb", Behaviour.gzipBomb(50_000_000));

        assertThat(get("/big").body()).hasSize(10_000_000);
        var bomb = get("/bomb").body();
        assertThat(bomb).hasSizeLessThan(200_000);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(bomb))) {
            assertThat(unpacked.skip(Long.MAX_VALUE)).isEqualTo(50_000_000);
        }
    }

    @Test
    void isSlowWhenToldTo() throws Exception {
        server.on("/limited", Behaviour.limited("video/mp4", film, 200_000))
                .on("/drip", Behaviour.drip("text/html", Body.of(new byte[10]), Duration.ofMillis(30)));

        var start = System.nanoTime();
        assertThat(get("/limited").body()).isEqualTo(FILM);
        assertThat(System.nanoTime() - start).isGreaterThan(450_000_000);
        start = System.nanoTime();
        assertThat(get("/drip").body()).hasSize(10);
        assertThat(System.nanoTime() - start).isGreaterThan(250_000_000);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.address(path));
        return http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }
}
