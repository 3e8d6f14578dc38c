package org.reelmill.edge;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP client that sends what it is told, so that `..`, `//` and control characters reach the server as
/// they are.
final class RawHttp implements AutoCloseable {

    record Answer(int status, Map<String, String> headers, byte[] body) {

        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        this(port, 0);
    }

    /// @param buffer bytes that the kernel takes in before they are read, 0 for as many as it likes
    RawHttp(int port, int buffer) throws IOException {
        socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    static Answer get(int port, String target) throws IOException {
        return ask(port, "GET", target, Map.of());
    }

    static Answer ask(int port, String method, String target, Map<String, String> headers) throws IOException {
        try (var http = new RawHttp(port)) {
            return http.ask(method, target, headers);
        }
    }

    Answer ask(String method, String target, Map<String, String> headers) throws IOException {
        send(method, target, headers);
        return receive(method);
    }

    void send(String method, String target, Map<String, String> headers) throws IOException {
        var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: edge\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    Answer receive(String method) throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        var hasBody = !method.equals("HEAD") && status != 304 && status != 204;
        var length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The body ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(status, headers, body);
    }

    /// Reads some bytes of an answer and no more.
    byte[] read(int bytes) throws IOException {
        return in.readNBytes(bytes);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection ended within a head");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
