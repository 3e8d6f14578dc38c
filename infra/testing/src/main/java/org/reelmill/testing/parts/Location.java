package org.reelmill.testing.parts;

import java.net.URI;
import java.util.Map;

/// Where a part is, and how it is reached.
///
/// @param properties the same as Reelmill's configuration says it
public record Location(URI uri, String user, String password, Map<String, String> properties) {

    public Location {
        properties = Map.copyOf(properties);
    }

    public int port() {
        return uri.getPort();
    }
}
