package org.reelmill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {

    private static final Limits SMALL = new Limits(100_000, Duration.ofSeconds(5));

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private OutboundHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        http = client(List.of("127.0.0.1:" + port(), "films.example:" + port()));
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.stop(0);
        http.close();
    }

    @Test
    void reachesAnAllowedServerAndSaysWhoWeAre() throws IOException {
        server.createContext(
                "/", exchange -> answer(exchange, exchange.getRequestHeaders().getFirst("User-Agent")));

        try (var response = http.send(Request.get(at("/"), SMALL))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(text(response)).isEqualTo("Reelmill test (+mailto:op@example.org)");
        }
    }

    @Test
    void refusesALoopbackServerThatIsNotAllowed() {
        var strict = client(List.of());

        assertThatThrownBy(() -> strict.send(Request.get(at("/secret/path"), SMALL)))
                .isInstanceOf(RefusedAddress.class)
                .hasMessageContaining("\"127.0.0.1:" + port() + "\" to reelmill.outbound.allowed")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesANameThatResolvesToAPrivateAddress() {
        assertThatThrownBy(() -> http.send(Request.get(URI.create("http://inside.example/"), SMALL)))
                .isInstanceOf(RefusedAddress.class)
                .hasMessageContaining("inside.example is at 10.0.0.5");
    }

    @Test
    void anExceptionHoldsForItsPortOnly() {
        assertThatThrownBy(() -> http.send(Request.get(URI.create("http://127.0.0.1:1/"), SMALL)))
                .isInstanceOf(RefusedAddress.class);
    }

    @Test
    void followsRedirectsAndTellsTheFinalAddress() throws IOException {
        server.createContext("/from", exchange -> redirect(exchange, "/to?x=1"));
        server.createContext("/to", exchange -> answer(exchange, "there"));

        try (var response = http.send(Request.get(at("/from"), SMALL))) {
            assertThat(text(response)).isEqualTo("there");
            assertThat(response.uri()).isEqualTo(at("/to?x=1"));
        }
    }

    @Test
    void refusesARedirectToAPrivateAddress() {
        server.createContext("/from", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));

        assertThatThrownBy(() -> http.send(Request.get(at("/from"), SMALL)))
                .isInstanceOf(RefusedAddress.class)
                .hasMessageContaining("169.254.169.254");
    }

    @Test
    void refusesARedirectToAFile() {
        server.createContext("/from", exchange -> redirect(exchange, "file:///etc/passwd"));

        assertThatThrownBy(() -> http.send(Request.get(at("/from"), SMALL))).isInstanceOf(RefusedAddress.class);
    }

    @Test
    void endsALoopOfRedirects() {
        server.createContext("/loop", exchange -> redirect(exchange, "/loop"));

        assertThatThrownBy(() -> http.send(Request.get(at("/loop"), SMALL)))
                .hasMessageContaining("redirects without end");
    }

    @Test
    void keepsSecretsFromTheServerThatARedirectLeadsTo() throws IOException {
        server.createContext("/from", exchange -> redirect(exchange, "http://films.example:" + port() + "/to"));
        server.createContext(
                "/to",
                exchange -> answer(exchange, "" + exchange.getRequestHeaders().getFirst("Authorization")));

        var request = new Request("GET", at("/from"), Map.of("Authorization", "Bearer s3cret"), SMALL);
        try (var response = http.send(request)) {
            assertThat(text(response)).isEqualTo("null");
        }
    }

    @Test
    void readsCompressedAnswers() throws IOException {
        server.createContext("/", exchange -> answerCompressed(exchange, "hello".getBytes(StandardCharsets.UTF_8)));

        try (var response = http.send(Request.get(at("/"), SMALL))) {
            assertThat(text(response)).isEqualTo("hello");
        }
    }

    @Test
    void stopsACompressedBombAtTheLimit() throws IOException {
        server.createContext("/", exchange -> answerCompressed(exchange, new byte[50_000_000]));

        try (var response = http.send(Request.get(at("/"), SMALL))) {
            assertThatThrownBy(() -> response.body().readAllBytes())
                    .isInstanceOf(ResponseTooLarge.class)
                    .hasMessageContaining("100000 bytes");
        }
    }

    @Test
    void stopsALargeAnswerAtTheLimit() throws IOException {
        server.createContext("/", exchange -> answer(exchange, "x".repeat(10_000_000)));

        try (var response = http.send(Request.get(at("/"), SMALL))) {
            assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(ResponseTooLarge.class);
        }
    }

    @Test
    void givesUpOnAServerThatHangsBeforeItsAnswer() {
        server.createContext("/", exchange -> awaitEnd());

        assertThatThrownBy(() -> http.send(Request.get(at("/"), new Limits(1000, Duration.ofMillis(300)))))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("127.0.0.1 took longer than");
    }

    @Test
    void givesUpOnAServerThatDripsItsAnswer() throws IOException {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            while (end.getCount() > 0) {
                body.write('.');
                body.flush();
                awaitEnd(50);
            }
        });

        try (var response = http.send(Request.get(at("/"), new Limits(1000, Duration.ofMillis(500))))) {
            assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void noticesThatAServerClosedEarly() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var early = client(List.of("127.0.0.1:" + socket.getLocalPort()))) {
            Thread.ofVirtual().start(() -> closeEarly(socket));
            var uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
            try (var response = early.send(Request.get(uri, SMALL))) {
                assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
            }
        }
    }

    private OutboundHttp client(List<String> allowed) {
        var properties = new OutboundProperties(
                allowed, Duration.ofSeconds(2), Duration.ofSeconds(5), "Reelmill test (+mailto:op@example.org)");
        return new OutboundHttp(
                properties,
                host -> InetAddress.getAllByName(
                        switch (host) {
                            case "inside.example" -> "10.0.0.5";
                            case "films.example" -> "127.0.0.1";
                            default -> host;
                        }));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private static String text(Response response) throws IOException {
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static void answerCompressed(HttpExchange exchange, byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, compressed.size());
        try (OutputStream body = exchange.getResponseBody()) {
            compressed.writeTo(body);
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void closeEarly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitEnd() {
        awaitEnd(10_000);
    }

    private void awaitEnd(long millis) {
        try {
            boolean ended = end.await(millis, TimeUnit.MILLISECONDS);
            assertThat(ended || millis > 0).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
