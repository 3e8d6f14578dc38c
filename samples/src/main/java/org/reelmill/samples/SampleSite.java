package org.reelmill.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sample catalogue: serves `site/` at `/` and `films/` at `/films/`, from a `samples` folder
/// on disk.
///
/// Listens on loopback only. Files carry ETag and Last-Modified, answer conditional requests with
/// 304 and a single range with 206 or 416 (RFC 9110 §13, §14). What was asked for is counted, so
/// that a test can tell what a reader fetched.
public final class SampleSite implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleSite.class);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mkv", "video/x-matroska"));

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> bytesSent = new ConcurrentHashMap<>();
    private volatile Throttle throttle = Throttle.NONE;

    private SampleSite(Path root, HttpServer server) {
        this.root = root;
        this.server = server;
    }

    /// Starts serving the folder `samples` of a checkout.
    ///
    /// @param port port on 127.0.0.1; 0 takes a free one
    public static SampleSite start(Path samples, int port) {
        if (!Files.isRegularFile(samples.resolve("site/index.html"))) {
            throw new IllegalArgumentException(
                    samples.toAbsolutePath() + " is not the samples folder: it has no site/index.html");
        }
        try {
            var root = samples.toRealPath();
            var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            var site = new SampleSite(root, HttpServer.create(address, 0));
            site.server.setExecutor(site.threads);
            site.server.createContext("/", site::answer);
            site.server.start();
            log.info("Started the sample catalogue on {}", site.address());
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample catalogue cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /// From now on, all answers together get at most this many bytes per second.
    public SampleSite withRate(long bytesPerSecond) {
        throttle = new Throttle(bytesPerSecond);
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Where the first page is: `http://127.0.0.1:port/`.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /// How often `path` (such as `/robots.txt`) was asked for, by GET or HEAD, whatever the answer
    /// was.
    public int requests(String path) {
        return (int) count(requests, path);
    }

    /// How many bytes of content were sent for `path`.
    public long bytesSent(String path) {
        return count(bytesSent, path);
    }

    private static long count(Map<String, LongAdder> counts, String path) {
        var count = counts.get(path);
        return count == null ? 0 : count.sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                say(exchange, 405, "Only GET and HEAD are answered here.\n");
                return;
            }
            var path = exchange.getRequestURI().getPath();
            requests.computeIfAbsent(path, unused -> new LongAdder()).increment();
            var file = file(path);
            if (file.isEmpty()) {
                say(exchange, 404, "There is no such page in the sample catalogue.\n");
                return;
            }
            send(exchange, file.get());
        }
    }

    /// The file behind a decoded path, if there is one inside the served folders.
    private Optional<Path> file(String path) {
        var name = path.endsWith("/") ? path + "index.html" : path;
        var folder = root.resolve(name.startsWith("/films/") ? "films" : "site");
        try {
            var file = folder.resolve(name.substring(name.startsWith("/films/") ? "/films/".length() : 1))
                    .normalize();
            // After following links as well, nothing outside the folder is shown.
            return Files.isRegularFile(file) && file.toRealPath().startsWith(folder)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private void send(HttpExchange exchange, Path file) throws IOException {
        var size = Files.size(file);
        var modified = Files.getLastModifiedTime(file).toInstant();
        var etag = "\"" + Long.toHexString(size) + "-" + Long.toHexString(modified.toEpochMilli()) + "\"";
        var headers = exchange.getResponseHeaders();
        headers.set("ETag", etag);
        headers.set("Last-Modified", HTTP_DATE.format(modified));
        headers.set("Accept-Ranges", "bytes");
        headers.set("Cache-Control", "no-cache");
        if (unchanged(exchange, etag, modified)) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        var suffix = file.toString().substring(file.toString().lastIndexOf('.') + 1);
        headers.set("Content-Type", CONTENT_TYPES.getOrDefault(suffix, "application/octet-stream"));
        var asked = range(exchange, etag, modified, size);
        if (asked.isPresent()) {
            headers.set("Content-Range", asked.get().contentRange());
        }
        if (asked.isPresent() && !asked.get().satisfiable()) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        sendBytes(exchange, file, asked.isPresent() ? 206 : 200, asked.orElse(ByteRange.whole(size)));
    }

    private static boolean unchanged(HttpExchange exchange, String etag, Instant modified) {
        var noneMatch = exchange.getRequestHeaders().getFirst("If-None-Match");
        if (noneMatch != null) {
            return noneMatch.strip().equals("*") || noneMatch.contains(etag);
        }
        var since = exchange.getRequestHeaders().getFirst("If-Modified-Since");
        return since != null
                && httpDate(since)
                        .filter(date -> !wholeSeconds(modified).isAfter(date))
                        .isPresent();
    }

    /// The range that is asked for, unless If-Range says that the asker holds parts of another
    /// version.
    private static Optional<ByteRange> range(HttpExchange exchange, String etag, Instant modified, long size) {
        var range = exchange.getRequestHeaders().getFirst("Range");
        var ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        if (range == null || !exchange.getRequestMethod().equals("GET")) {
            return Optional.empty();
        }
        if (ifRange != null
                && !ifRange.equals(etag)
                && !httpDate(ifRange).equals(Optional.of(wholeSeconds(modified)))) {
            return Optional.empty();
        }
        return ByteRange.parse(range, size);
    }

    private static Instant wholeSeconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void sendBytes(HttpExchange exchange, Path file, int status, ByteRange range) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD") || range.length() == 0) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(range.length()));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        var sent = bytesSent.computeIfAbsent(exchange.getRequestURI().getPath(), unused -> new LongAdder());
        exchange.sendResponseHeaders(status, range.length());
        try (var channel = FileChannel.open(file);
                var body = exchange.getResponseBody()) {
            var buffer = ByteBuffer.allocate(64 * 1024);
            for (var position = range.first(); position <= range.last(); ) {
                buffer.clear().limit(throttle.portion((int) Math.min(buffer.capacity(), range.last() - position + 1)));
                var read = channel.read(buffer, position);
                if (read < 0) {
                    throw new IOException(file.getFileName() + " became shorter while it was sent");
                }
                throttle.pass(read);
                body.write(buffer.array(), 0, read);
                sent.add(read);
                position += read;
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String sentence) throws IOException {
        var bytes = sentence.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
