package org.reelmill.http;

import java.net.URI;
import java.util.Map;

/// A request to somebody else's server.
///
/// @param method `GET`, `HEAD`, …; only these two follow redirects
/// @param uri with the scheme `http` or `https`
/// @param headers by name; they win over our own
public record Request(String method, URI uri, Map<String, String> headers, Limits limits) {

    public Request {
        headers = Map.copyOf(headers);
    }

    public static Request get(URI uri, Limits limits) {
        return new Request("GET", uri, Map.of(), limits);
    }

    /// The host only: a link may be a secret.
    @Override
    public String toString() {
        return method + " to " + uri.getHost();
    }
}
