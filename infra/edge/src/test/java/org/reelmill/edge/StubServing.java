package org.reelmill.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.Denial;
import org.reelmill.signing.EdgeKey;
import org.reelmill.signing.PlayKey;
import tools.jackson.databind.json.JsonMapper;

/// What edges ask of serving.
final class StubServing implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final EdgeKey key;
    private volatile Denial.Listing listing = new Denial.Listing(List.of());
    private volatile List<PlayKey> keys = VectorTokens.KEYS;
    private volatile @Nullable String report;

    StubServing(EdgeKey key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/edges/denials", exchange -> {
            report = exchange.getRequestURI().getQuery();
            answer(exchange, listing);
        });
        server.createContext("/api/edges/keys", exchange -> answer(exchange, Map.of("keys", keys)));
        server.start();
    }

    private void answer(HttpExchange exchange, Object content) throws IOException {
        try (exchange) {
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization == null || !key.opens(authorization)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var json = JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    void deny(Denial... denials) {
        listing = new Denial.Listing(List.of(denials));
    }

    void change(List<PlayKey> others) {
        keys = others;
    }

    /// What an edge last said about itself: the query of its question for denials.
    @Nullable
    String report() {
        return report;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/edges/denials");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
