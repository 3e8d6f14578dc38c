package org.reelmill.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Reads the heads of HTTP/1.1 requests from a connection, and knows where their bodies end.
final class RelayedRequests {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private RelayedRequests() {}

    /// @param bytes as they came
    /// @param length of the body
    /// @param awaited whether the body comes only after an interim answer
    record Head(Relay.Request request, byte[] bytes, long length, boolean awaited) {

        void copyBody(InputStream from, OutputStream to) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            if (awaited) {
                to.flush();
            }
            for (long left = length; left > 0; ) {
                int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("The client hung up within a body.");
                }
                to.write(buffer, 0, read);
                left -= read;
            }
        }

        void skipBody(InputStream from) throws IOException {
            if (!awaited) {
                copyBody(from, OutputStream.nullOutputStream());
            }
        }
    }

    /// @return empty where the connection has ended
    static Optional<Head> next(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            bytes.write(next);
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
            if (bytes.size() > LONGEST_HEAD) {
                throw new IOException("A request's head is longer than " + LONGEST_HEAD + " bytes.");
            }
        }
        return Optional.of(head(bytes.toByteArray()));
    }

    /// Whether an answer is but `100 Continue`.
    static boolean isInterim(byte[] buffer, int length) {
        return new String(buffer, 0, Math.min(length, 12), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 100");
    }

    private static Head head(byte[] bytes) throws IOException {
        long length = 0;
        boolean awaited = false;
        var lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n");
        for (var line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("Bodies without a length are not relayed.");
            } else if (lower.startsWith("expect:")) {
                awaited = true;
            }
        }
        var words = lines[0].split(" ");
        return new Head(new Relay.Request(words[0], words[1]), bytes, length, awaited);
    }
}
