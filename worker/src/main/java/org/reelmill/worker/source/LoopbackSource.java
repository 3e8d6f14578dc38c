package org.reelmill.worker.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ids;

/// The only place that ffmpeg reads from: an HTTP endpoint on the loopback address that serves sources as
/// they are fetched, each reader under a secret path of its own that ends with it. Thread-safe.
public final class LoopbackSource implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");
    private static final int BUFFER = 64 * 1024;

    static {
        // Or each answer's headers wait for an acknowledgement that is late by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ConcurrentMap<String, Opened> opened = new ConcurrentHashMap<>();

    public LoopbackSource() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException("No port can be opened on the loopback address.", e);
        }
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("loopback-", 0).factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    /// Serves a source until the handle is closed.
    public Opened open(SourceReader reader) {
        String path = "/" + Ids.next() + "/film";
        var handle = new Opened(reader, path);
        opened.put(path, handle);
        return handle;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Opened handle = opened.get(exchange.getRequestURI().getPath());
            if (handle == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            try {
                serve(exchange, handle.reader, excerpt(exchange, handle.reader));
            } catch (RuntimeException e) {
                handle.failure = e;
                throw e;
            } catch (InterruptedException e) {
                throw new IOException("The endpoint stops.", e);
            }
        }
    }

    private static Excerpt excerpt(HttpExchange exchange, SourceReader reader) throws InterruptedException {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? new Excerpt(List.of(new ByteRange(0, reader.size()))) : Excerpt.parse(query);
    }

    private static void serve(HttpExchange exchange, SourceReader reader, Excerpt excerpt)
            throws IOException, InterruptedException {
        long size = excerpt.size();
        Matcher range = RANGE.matcher(
                exchange.getRequestHeaders().getFirst("Range") == null
                        ? ""
                        : exchange.getRequestHeaders().getFirst("Range"));
        long first = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long last = range.matches() && range.group(2) != null
                ? Math.min(Long.parseLong(range.group(2)), size - 1)
                : size - 1;
        var headers = exchange.getResponseHeaders();
        headers.set("Accept-Ranges", "bytes");
        headers.set("Content-Type", "application/octet-stream");
        if (first > last) {
            headers.set("Content-Range", "bytes */" + size);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (range.matches()) {
            headers.set("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(range.matches() ? 206 : 200, head ? -1 : last - first + 1);
        if (!head) {
            copy(reader, excerpt, new ByteRange(first, last + 1), exchange.getResponseBody());
        }
    }

    private static void copy(SourceReader reader, Excerpt excerpt, ByteRange wanted, OutputStream to)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long position = wanted.first();
        while (position < wanted.end()) {
            ByteRange next = excerpt.at(position);
            long most = Math.min(Math.min(BUFFER, next.length()), wanted.end() - position);
            int read = reader.read(next.first(), buffer, (int) most);
            if (read < 0) {
                throw new IOException("The source ended before its size.");
            }
            to.write(buffer, 0, read);
            position += read;
        }
    }

    /// A source that is being served.
    public final class Opened implements AutoCloseable {

        private final SourceReader reader;
        private final String path;
        private volatile @Nullable RuntimeException failure;

        private Opened(SourceReader reader, String path) {
            this.reader = reader;
            this.path = path;
        }

        /// Where to read it. The path is a secret: it must not be logged.
        public URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        }

        /// Where to read an excerpt of it.
        public URI uri(Excerpt excerpt) {
            return URI.create(uri() + "?" + excerpt.text());
        }

        /// Throws what kept bytes from being served, if anything did: the reason why a reader failed.
        public void check() {
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        public void close() {
            opened.remove(path);
        }
    }
}
