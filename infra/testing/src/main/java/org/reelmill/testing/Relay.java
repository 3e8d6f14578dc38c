package org.reelmill.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.reelmill.testing.RelayedRequests.Head;

/// A relay on 127.0.0.1 in front of a part, for tests that disturb what goes through: any protocol can be
/// cut and mended; requests of HTTP/1.1 can be watched, held up, and answered in the part's place.
/// Thread-safe.
public final class Relay implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /// What the wire does.
    private enum Wire {
        WHOLE,
        /// Connections are reset, new ones too.
        CUT
    }

    /// Whom each HTTP request is told to. Both calls may block, which holds the request or its answer up.
    public interface Watch {

        /// A request has come in, but for its body.
        ///
        /// @return an answer in the part's place; empty to pass it on
        default Optional<Answer> asked(Request request) {
            return Optional.empty();
        }

        /// The part has answered; the answer has not gone out yet.
        default void answered(Request request) {}
    }

    /// @param path with its query
    public record Request(String method, String path) {}

    /// @param body of type XML
    public record Answer(int status, String reason, String body) {}

    private static final Watch NOBODY = new Watch() {};

    private final ServerSocket server;
    private final InetSocketAddress part;
    private final boolean http;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Watch watch = NOBODY;
    private volatile Wire wire = Wire.WHOLE;

    private Relay(int port, boolean http) {
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.part = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.http = http;
        Thread.ofPlatform().daemon().name("relay-" + port).start(this::accept);
    }

    /// In front of a part on 127.0.0.1, whatever it speaks.
    public static Relay ofBytes(int port) {
        return new Relay(port, false);
    }

    /// In front of a server on 127.0.0.1 that speaks HTTP/1.1.
    public static Relay ofHttp(int port) {
        return new Relay(port, true);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// From now on, all requests are told to this watch, and to no other.
    public void watch(Watch other) {
        watch = other;
    }

    /// From now on, requests are told to nobody.
    public void unwatch() {
        watch = NOBODY;
    }

    /// Resets all connections, and each new one, until [#mend].
    public void cut() {
        wire = Wire.CUT;
        open.forEach(Relay::reset);
    }

    public void mend() {
        wire = Wire.WHOLE;
    }

    @Override
    public void close() {
        quietly(server);
        open.forEach(Relay::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(Socket client) {
        open.add(client);
        try (var upstream = new Socket()) {
            if (wire == Wire.CUT) {
                return;
            }
            upstream.connect(part);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(upstream);
            var exchange = new Exchange(client, upstream);
            Thread.ofVirtual().start(exchange::answers);
            exchange.requests();
        } catch (IOException partIsGone) {
            reset(client);
        } finally {
            reset(client);
            open.remove(client);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
        quietly(socket);
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException closedAlready) {
            return;
        }
    }

    /// One client's connection and ours to the part.
    private final class Exchange {

        private final Socket client;
        private final Socket upstream;
        private volatile Optional<Request> asked = Optional.empty();

        Exchange(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void requests() throws IOException {
            var in = new BufferedInputStream(client.getInputStream(), BUFFER);
            OutputStream out = upstream.getOutputStream();
            if (!http) {
                pump(in, out, Optional::empty);
                return;
            }
            for (var head = RelayedRequests.next(in); head.isPresent(); head = RelayedRequests.next(in)) {
                if (!one(head.get(), in, out)) {
                    return;
                }
            }
        }

        /// @return false if the connection must end
        private boolean one(Head head, InputStream in, OutputStream out) throws IOException {
            var answer = watch.asked(head.request());
            if (answer.isPresent()) {
                head.skipBody(in);
                client.getOutputStream().write(text(answer.get(), head).getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                return false;
            }
            asked = Optional.of(head.request());
            out.write(head.bytes());
            head.copyBody(in, out);
            out.flush();
            return true;
        }

        private static String text(Answer answer, Head head) {
            int length = answer.body().getBytes(StandardCharsets.UTF_8).length;
            String body = head.request().method().toUpperCase(Locale.ROOT).equals("HEAD") ? "" : answer.body();
            return "HTTP/1.1 " + answer.status() + " " + answer.reason() + "\r\nContent-Type: application/xml\r\n"
                    + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n" + body;
        }

        void answers() {
            try {
                pump(upstream.getInputStream(), client.getOutputStream(), () -> asked);
                client.shutdownOutput();
            } catch (IOException oneOfBothIsGone) {
                reset(client);
            } finally {
                open.remove(upstream);
            }
        }

        private void pump(InputStream from, OutputStream to, java.util.function.Supplier<Optional<Request>> answered)
                throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                var request = answered.get();
                if (request.isPresent() && !RelayedRequests.isInterim(buffer, read)) {
                    asked = Optional.empty();
                    watch.answered(request.get());
                }
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }
}
