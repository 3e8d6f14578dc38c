package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeDeliveryTest {

    private static final String PLAYLIST = "titles/t1/p1/main.m3u8";
    private static final String SEGMENT = "titles/t1/p1/v/seg-1.m4s";
    private static final String BIG = "titles/t1/p1/v/big.m4s";

    private final EdgeFixture fixture;
    private final EdgeServer edge;

    EdgeDeliveryTest(@TempDir Path directory) throws IOException {
        fixture = new EdgeFixture(directory);
        edge = fixture.start();
    }

    @AfterAll
    void stop() {
        edge.close();
        fixture.close();
    }

    @Test
    void playlistsAreCompressedForWhoAcceptsIt() throws IOException {
        var packed = ask(PLAYLIST, Map.of("Accept-Encoding", "br, gzip;q=0.8"));
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(content(PLAYLIST));
        var plain = ask(PLAYLIST, Map.of());
        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding").isEqualTo(packed.header("Vary"));
        assertThat(plain.header("ETag")).isNotEqualTo(packed.header("ETag"));
        var tag = String.valueOf(packed.header("ETag"));
        assertThat(ask(PLAYLIST, Map.of("Accept-Encoding", "gzip", "If-None-Match", tag))
                        .status())
                .isEqualTo(304);
        assertThat(ask(PLAYLIST, Map.of("If-None-Match", tag)).status()).isEqualTo(200);
        assertThat(ask(PLAYLIST, Map.of("Accept-Encoding", "gzip;q=0")).header("Content-Encoding"))
                .isNull();
    }

    @Test
    void segmentsAreNeverCompressed() throws IOException {
        var answer = ask(SEGMENT, Map.of("Accept-Encoding", "gzip"));
        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.header("Vary")).isNull();
        assertThat(answer.body()).isEqualTo(content(SEGMENT));
    }

    @Test
    void severalRangesComeAsPartsWithTheirOwnRange() throws IOException {
        var answer = ask(SEGMENT, Map.of("Range", "bytes=500-502,-2"));
        var boundary = String.valueOf(answer.header("Content-Type")).replaceFirst(".*boundary=", "");
        var latin = StandardCharsets.ISO_8859_1;
        var content = new String(content(SEGMENT), latin);
        assertThat(answer.header("Content-Range")).isNull();
        assertThat(new String(answer.body(), latin))
                .isEqualTo("\r\n--" + boundary
                        + "\r\nContent-Type: video/iso.segment\r\nContent-Range: bytes 500-502/1000\r\n\r\n"
                        + content.substring(500, 503) + "\r\n--" + boundary
                        + "\r\nContent-Type: video/iso.segment\r\nContent-Range: bytes 998-999/1000\r\n\r\n"
                        + content.substring(998) + "\r\n--" + boundary + "--\r\n");
    }

    @Test
    void aPartialAnswerSaysWhatTheWholeWouldSay() throws IOException {
        var whole = ask(BIG, Map.of());
        var part = ask(BIG, Map.of("Range", "bytes=5-"));
        for (var header : new String[] {"ETag", "Cache-Control", "Last-Modified", "Content-Type", "Accept-Ranges"}) {
            assertThat(part.header(header)).as(header).isNotNull().isEqualTo(whole.header(header));
        }
        var unchanged = ask(BIG, Map.of("If-None-Match", String.valueOf(whole.header("ETag"))));
        assertThat(unchanged.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
        assertThat(unchanged.header("ETag")).isEqualTo(whole.header("ETag"));
    }

    @Test
    void aChangedVersionAskedForByIfMatchIs412() throws IOException {
        assertThat(ask(SEGMENT, Map.of("If-Match", "\"other\"")).status()).isEqualTo(412);
        var tag = String.valueOf(ask(SEGMENT, Map.of()).header("ETag"));
        assertThat(ask(SEGMENT, Map.of("If-Match", tag)).status()).isEqualTo(200);
        assertThat(ask(SEGMENT, Map.of("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT"))
                        .status())
                .isEqualTo(412);
        assertThat(ask(SEGMENT, Map.of("If-Modified-Since", "Fri, 31 Dec 2100 23:59:59 GMT"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aBrowserMayAskFromAnyOriginForRanges() throws IOException {
        var answer = RawHttp.ask(edge.port(), "OPTIONS", "/any/where", Map.of("Origin", "https://a.example"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Range");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET");
    }

    @Test
    void oneConnectionCarriesManyAnswers() throws IOException {
        try (var http = new RawHttp(edge.port())) {
            for (var i = 0; i < 5; i++) {
                assertThat(http.ask("GET", target(BIG), Map.of()).body()).isEqualTo(content(BIG));
                assertThat(http.ask("HEAD", target(BIG), Map.of()).header("Content-Length"))
                        .isEqualTo("3000000");
                assertThat(http.ask("GET", "/x", Map.of()).status()).isEqualTo(403);
                assertThat(http.ask("GET", target(SEGMENT), Map.of()).body()).isEqualTo(content(SEGMENT));
            }
            http.send("GET", target(SEGMENT), Map.of()); // Two at once, as HTTP/1.1 allows.
            http.send("GET", target(PLAYLIST), Map.of());
            assertThat(http.receive("GET").body()).isEqualTo(content(SEGMENT));
            assertThat(http.receive("GET").body()).isEqualTo(content(PLAYLIST));
        }
    }

    @Test
    @Timeout(60)
    void sixtyFourViewersWithRangesOfTheirOwnGetTheirBytes() throws Exception {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var content = content(BIG);
        try (var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var watching = IntStream.range(0, 64)
                    .mapToObj(viewer -> viewers.submit((Callable<Boolean>) () -> {
                        var random = new Random(seed + viewer);
                        try (var http = new RawHttp(edge.port())) {
                            for (var i = 0; i < 20; i++) {
                                var first = random.nextInt(content.length);
                                var last = random.nextInt(first, content.length);
                                var range = Map.of("Range", "bytes=" + first + "-" + last);
                                var body = http.ask("GET", target(BIG), range).body();
                                assertThat(body).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
                            }
                        }
                        return true;
                    }))
                    .toList();
            for (var done : watching) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    @Test
    @Timeout(30)
    void viewersWhoReadSlowlyOrLeaveHinderNobody() throws IOException {
        var slow = new ArrayList<RawHttp>();
        for (var i = 0; i < 300; i++) {
            var http = new RawHttp(edge.port());
            http.send("GET", target(BIG), i % 2 == 0 ? Map.of() : Map.of("Range", "bytes=0-99,200000-2900000"));
            http.read(500);
            slow.add(http);
        }
        var began = System.nanoTime();
        for (var i = 0; i < 20; i++) {
            assertThat(ask(BIG, Map.of()).body()).isEqualTo(content(BIG));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        for (var http : slow) {
            http.close();
        }
        assertThat(ask(BIG, Map.of()).body()).isEqualTo(content(BIG));
    }

    private RawHttp.Answer ask(String key, Map<String, String> headers) throws IOException {
        return RawHttp.ask(edge.port(), "GET", target(key), headers);
    }

    private static String target(String key) {
        return "/" + VectorTokens.good() + "/" + key;
    }

    private static byte[] content(String key) {
        return AllowedRows.OBJECTS.stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .orElseThrow()
                .content();
    }
}
