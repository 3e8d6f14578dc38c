package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server on loopback that answers each path as it was told to: well, slowly, wrongly, or not
/// at all. Keeps a log of what was asked for and how many bytes were sent. Paths that nothing was
/// said about answer 404.
public final class MisbehavingServer implements AutoCloseable {

    /// A request with what has become of it so far. `status` is 0 before a status was sent; `bytes`
    /// counts content that was handed to the network.
    public record Answered(Asked asked, int status, long bytes) {}

    private record Exchange(Asked asked, Reply reply) {}

    private final ServerSocket listening;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Exchange> log = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private MisbehavingServer(ServerSocket listening) {
        this.listening = listening;
    }

    /// Starts on a free port of 127.0.0.1.
    public static MisbehavingServer start() {
        try {
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            var server = new MisbehavingServer(new ServerSocket(0, 200, loopback));
            Thread.ofVirtual().name("misbehaving-server").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on, `path` (any query is ignored) answers like this.
    public MisbehavingServer on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// The address of a path.
    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// Every request, in the order in which they came.
    public List<Answered> log() {
        return log.stream()
                .map(exchange -> new Answered(
                        exchange.asked(),
                        exchange.reply().status(),
                        exchange.reply().bytes()))
                .toList();
    }

    /// Every request for a path.
    public List<Answered> log(String path) {
        return log().stream()
                .filter(answered -> answered.asked().pathWithoutQuery().equals(path))
                .toList();
    }

    /// How many bytes of content were sent for a path.
    public long bytes(String path) {
        return log(path).stream().mapToLong(Answered::bytes).sum();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                // Closed; the loop ends.
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var asked = Asked.read(socket.getInputStream());
            if (asked.isEmpty()) {
                return;
            }
            var reply = new Reply(socket);
            log.add(new Exchange(asked.get(), reply));
            behaviours
                    .getOrDefault(asked.get().pathWithoutQuery(), Behaviour.status(404))
                    .answer(asked.get(), reply);
        } catch (IOException e) {
            // The other side hung up, as it may on a server like this.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
