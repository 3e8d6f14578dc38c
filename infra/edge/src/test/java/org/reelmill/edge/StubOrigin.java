package org.reelmill.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// An object store that counts what it is asked, takes its time, and misbehaves when told to.
final class StubOrigin implements AutoCloseable {

    enum Mood {
        GOOD,
        ENDS_EARLY,
        FORBIDS
    }

    final AtomicInteger gets = new AtomicInteger();
    /// How often each object was asked for.
    final Map<String, Integer> getsOf = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] content;
    private volatile Mood mood = Mood.GOOD;
    private volatile Duration delay = Duration.ZERO;

    /// @param content of every object
    StubOrigin(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void become(Mood other) {
        mood = other;
    }

    void takeItsTime(Duration time) {
        delay = time;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            gets.incrementAndGet();
            getsOf.merge(exchange.getRequestURI().getPath().replaceFirst("/reelmill/", ""), 1, Integer::sum);
            LockSupport.parkNanos(delay.toNanos());
            if (mood == Mood.FORBIDS) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            var headers = exchange.getResponseHeaders();
            headers.set("ETag", "\"stub\"");
            headers.set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            headers.set("Content-Type", "video/iso.segment");
            headers.set("Cache-Control", "public, max-age=31536000, immutable");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, mood == Mood.ENDS_EARLY ? content.length / 2 : content.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
