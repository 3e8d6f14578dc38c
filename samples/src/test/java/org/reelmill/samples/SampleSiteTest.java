package org.reelmill.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSiteTest {

    private static final Path SAMPLES = Path.of(System.getProperty("reelmill.root", ".."), "samples");
    private static final String FILM = "/films/slow-light.mp4";

    private final HttpClient http = HttpClient.newHttpClient();
    private SampleSite site;

    @BeforeEach
    void start() {
        site = SampleSite.start(SAMPLES, 0);
    }

    @AfterEach
    void stop() {
        site.close();
        http.close();
    }

    @Test
    void servesPagesAndFilmsWithTheirTypes() throws Exception {
        assertThat(type("/")).isEqualTo("text/html; charset=utf-8");
        assertThat(type("/titles/slow-light.json")).isEqualTo("application/json");
        assertThat(type(FILM)).isEqualTo("video/mp4");
        assertThat(type("/films/signal-and-noise.mkv")).isEqualTo("video/x-matroska");
        assertThat(type("/films/big-buck-bunny.jpg")).isEqualTo("image/jpeg");
    }

    @Test
    void everyLinkOfItsPagesLeadsSomewhereButTheFilmThatMayNotBeShown() throws Exception {
        for (var page : new String[] {
            "/",
            "/page-2.html",
            "/titles/big-buck-bunny.html",
            "/titles/signal-and-noise.html",
            "/titles/the-vault.html"
        }) {
            var address = site.address().resolve(page);
            var links = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                    .matcher(get(page).body())
                    .results()
                    .map(link -> address.resolve(link.group(1)))
                    .filter(link -> link.getHost().equals("127.0.0.1"))
                    .toList();
            assertThat(links).isNotEmpty();
            for (var link : links) {
                assertThat(head(link.getPath()).statusCode())
                        .as("%s on %s", link, page)
                        .isEqualTo(200);
            }
        }
        assertThat(get("/films/the-vault.mp4").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/titles/big-buck-bunny.html", "/titles/signal-and-noise.html", "/titles/slow-light.json"})
    void pagesTellTheSizeAndChecksumOfTheirFilm(String page) throws Exception {
        var text = get(page).body();
        var film = Files.readAllBytes(SAMPLES.resolve("films")
                .resolve(Path.of(field(text, "contentUrl")).getFileName()));

        assertThat(field(text, "contentSize")).isEqualTo(Long.toString(film.length));
        assertThat(field(text, "sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(film)));
    }

    @Test
    void filmsAndSiteStayUnderFifteenMegabytes() throws Exception {
        try (var files = Files.walk(SAMPLES.resolve("films"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(15_000_000);
        }
    }

    @Test
    void answersConditionalRequestsWithNotModified() throws Exception {
        var first = get("/");
        var etag = first.headers().firstValue("ETag").orElseThrow();
        var modified = first.headers().firstValue("Last-Modified").orElseThrow();

        assertThat(get("/", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(get("/", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
        assertThat(get("/", "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(get("/", "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersRanges() throws Exception {
        var film = Files.readAllBytes(SAMPLES.resolve("films/slow-light.mp4"));
        var size = film.length;

        var middle = bytes("Range", "bytes=1000-1999");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("Content-Range")).hasValue("bytes 1000-1999/" + size);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(film, 1000, 2000));

        assertThat(bytes("Range", "bytes=" + (size - 10) + "-").body())
                .isEqualTo(Arrays.copyOfRange(film, size - 10, size));
        assertThat(bytes("Range", "bytes=-10").body()).isEqualTo(Arrays.copyOfRange(film, size - 10, size));
        assertThat(bytes("Range", "bytes=5-999999999999").body()).hasSize(size - 5);
        assertThat(bytes("Range", "bytes=0-1,4-5").statusCode()).isEqualTo(200);
        assertThat(bytes("Range", "bytes=9-3").statusCode()).isEqualTo(200);

        var beyond = bytes("Range", "bytes=" + size + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */" + size);
        assertThat(bytes("Range", "bytes=-0").statusCode()).isEqualTo(416);
    }

    @Test
    void sendsTheWholeFilmWhenIfRangeNamesAnotherVersion() throws Exception {
        var etag = head(FILM).headers().firstValue("ETag").orElseThrow();
        var modified = head(FILM).headers().firstValue("Last-Modified").orElseThrow();

        assertThat(bytes("Range", "bytes=0-9", "If-Range", etag).statusCode()).isEqualTo(206);
        assertThat(bytes("Range", "bytes=0-9", "If-Range", modified).statusCode())
                .isEqualTo(206);
        assertThat(bytes("Range", "bytes=0-9", "If-Range", "\"another\"").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../README.md",
                "/films/../../pom.xml",
                "/%2e%2e/README.md",
                "/films/..%2f..%2fpom.xml",
                "//etc/passwd",
                "/films//etc/passwd",
                "/x%00.html"
            })
    void showsNothingOutsideItsFolders(String path) throws Exception {
        // The JDK's client tidies paths up, so ask by hand.
        try (var socket = new Socket("127.0.0.1", site.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain("Samples", "artifactId", "root:");
        }
    }

    @Test
    void countsWhatWasAskedForAndSent() throws Exception {
        get("/robots.txt");
        get("/robots.txt");
        bytes("Range", "bytes=0-99");
        head(FILM);

        assertThat(site.requests("/robots.txt")).isEqualTo(2);
        assertThat(site.requests(FILM)).isEqualTo(2);
        assertThat(site.bytesSent(FILM)).isEqualTo(100);
        assertThat(site.requests("/private/draft.html")).isZero();
    }

    @Test
    void keepsToItsRate() throws Exception {
        site.withRate(1_000_000);
        var start = System.nanoTime();
        bytes("Range", "bytes=0-499999");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
    }

    @Test
    void refusesAFolderThatHoldsNoSite() {
        assertThatThrownBy(() -> SampleSite.start(Path.of("src"), 0)).hasMessageContaining("no site/index.html");
    }

    private String type(String path) throws IOException, InterruptedException {
        return head(path).headers().firstValue("Content-Type").orElseThrow();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> bytes(String... headers) throws IOException, InterruptedException {
        return http.send(request(FILM, headers).build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<Void> head(String path) throws IOException, InterruptedException {
        return http.send(request(path).HEAD().build(), BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static String field(String text, String name) {
        var field = Pattern.compile("\"" + name + "\": \"([^\"]+)\"").matcher(text);
        assertThat(field.find()).as(name).isTrue();
        return field.group(1);
    }
}
