package org.reelmill.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request as a [MisbehavingServer] received it. Header names are in lower case.
///
/// @param path path with query
public record Asked(String method, String path, Map<String, String> headers) {

    private static final int LONGEST_HEAD = 64 * 1024;

    public Asked {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Reads one request head. Empty if the other side hung up before it was whole.
    static Optional<Asked> read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                return Optional.empty();
            }
            head.append((char) next);
        }
        var lines = head.toString().split("\r\n");
        var request = lines[0].split(" ");
        var headers = new TreeMap<String, String>();
        for (var line = 1; line < lines.length; line++) {
            var colon = lines[line].indexOf(':');
            headers.put(
                    lines[line].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[line].substring(colon + 1).strip());
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        in.skipNBytes(length);
        return Optional.of(new Asked(request[0], request[1], headers));
    }

    String pathWithoutQuery() {
        return path.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return method + " " + path + header("Range").map(range -> " " + range).orElse("");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
