package org.reelmill.worker.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Serves one file over HTTP with ranges, as the worker's loopback reader does, and counts the bytes it sent.
final class RangeServer implements AutoCloseable {

    private static final int BLOCK = 16 << 10;

    private final HttpServer server;
    private final Path file;
    private final AtomicLong sent = new AtomicLong();

    private RangeServer(HttpServer server, Path file) {
        this.server = server;
        this.file = file;
    }

    static RangeServer of(Path file) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new RangeServer(http, file);
        http.createContext("/secret/source", server::answer);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return server;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret/source");
    }

    long bytesSent() {
        return sent.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                var in = new RandomAccessFile(file.toFile(), "r")) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            long from = range == null ? 0 : Long.parseLong(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (in.length() - 1) + "/" + in.length());
            exchange.sendResponseHeaders(206, in.length() - from);
            in.seek(from);
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                exchange.getResponseBody().write(block, 0, read);
                sent.addAndGet(read);
            }
        } catch (IOException gone) {
            // ffmpeg closes a connection when it seeks elsewhere.
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
