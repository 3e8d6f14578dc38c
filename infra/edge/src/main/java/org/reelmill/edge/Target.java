package org.reelmill.edge;

import java.util.Optional;
import org.apache.tomcat.util.buf.MessageBytes;

/// What a request names: the token, which is its first path segment, and the bare path, which is the rest.
/// Both as they were sent; nothing is decoded, merged or resolved, here or later.
record Target(String token, String barePath) {

    /// @param path raw, without the query, which the edge ignores
    static Optional<Target> of(MessageBytes path) {
        var raw = path.toString();
        if (raw == null || !raw.startsWith("/")) {
            return Optional.empty();
        }
        var slash = raw.indexOf('/', 1);
        return slash < 0
                ? Optional.empty()
                : Optional.of(new Target(raw.substring(1, slash), raw.substring(slash + 1)));
    }
}
