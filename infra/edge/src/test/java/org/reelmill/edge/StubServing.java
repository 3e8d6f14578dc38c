package org.reelmill.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reelmill.signing.Denial;
import org.reelmill.signing.EdgeKey;
import tools.jackson.databind.json.JsonMapper;

/// The one answer of serving's that edges ask for.
final class StubServing implements AutoCloseable {

    private final HttpServer server;
    private volatile Denial.Listing listing = new Denial.Listing(List.of());

    StubServing(EdgeKey key) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/edges/denials", exchange -> {
            try (exchange) {
                var authorization = exchange.getRequestHeaders().getFirst("Authorization");
                if (authorization == null || !key.opens(authorization)) {
                    exchange.sendResponseHeaders(401, -1);
                    return;
                }
                var json =
                        JsonMapper.builder().build().writeValueAsString(listing).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        });
        server.start();
    }

    void deny(Denial... denials) {
        listing = new Denial.Listing(List.of(denials));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/edges/denials");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
