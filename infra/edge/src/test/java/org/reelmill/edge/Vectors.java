package org.reelmill.edge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.Denial;
import org.reelmill.signing.PlayKey;

/// The file `infra/edge/vectors/play-tokens.json`: what every edge must answer.
///
/// @param about how to read it
/// @param keys content of `play-keys.json`
/// @param objects that are in the store; byte i of each is i mod 251
record Vectors(List<String> about, List<PlayKey> keys, List<StoredFile> objects, List<Row> rows) {

    record StoredFile(String key, int bytes, String contentType) {

        byte[] content() {
            var content = new byte[bytes];
            for (var i = 0; i < bytes; i++) {
                content[i] = (byte) (i % 251);
            }
            return content;
        }
    }

    /// @param path raw request target
    /// @param verdict status
    /// @param also statuses that another edge may answer instead
    /// @param contentRange of a 206 or 416 with one range
    record Row(
            String name,
            String method,
            String path,
            Instant now,
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String ifNoneMatch,
            List<Denial> denials,
            int verdict,
            List<Integer> also,
            @Nullable String contentRange) {

        /// The verdict and what does no harm instead.
        List<Integer> statuses() {
            return Stream.concat(Stream.of(verdict), Optional.ofNullable(also).orElse(List.of()).stream())
                    .toList();
        }

        Row at(Instant when) {
            return new Row(name, method, path, when, range, ifRange, ifNoneMatch, denials, verdict, also, contentRange);
        }

        Row by(String other) {
            return new Row(name, other, path, now, range, ifRange, ifNoneMatch, denials, verdict, also, contentRange);
        }

        Row range(String asked) {
            return new Row(name, method, path, now, asked, ifRange, ifNoneMatch, denials, verdict, also, contentRange);
        }

        Row ifRange(String tag) {
            return new Row(name, method, path, now, range, tag, ifNoneMatch, denials, verdict, also, contentRange);
        }

        Row ifNoneMatch(String tag) {
            return new Row(name, method, path, now, range, ifRange, tag, denials, verdict, also, contentRange);
        }

        Row denied(Denial... denied) {
            var list = List.of(denied);
            return new Row(name, method, path, now, range, ifRange, ifNoneMatch, list, verdict, also, contentRange);
        }

        Row or(Integer... others) {
            var list = List.of(others);
            return new Row(name, method, path, now, range, ifRange, ifNoneMatch, denials, verdict, list, contentRange);
        }

        Row giving(String content) {
            return new Row(name, method, path, now, range, ifRange, ifNoneMatch, denials, verdict, also, content);
        }
    }
}
