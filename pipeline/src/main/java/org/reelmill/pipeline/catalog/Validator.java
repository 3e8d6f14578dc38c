package org.reelmill.pipeline.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server told to recognise a version of a page by (RFC 9110 §8.8).
///
/// @param digest of the body, for servers that tell nothing
record Validator(
        String address,
        @Nullable String etag,
        @Nullable String lastModified,
        @Nullable String digest) {

    /// Headers that ask for the page only if it has changed.
    Map<String, String> conditions() {
        var headers = new HashMap<String, String>();
        if (etag != null) {
            headers.put("If-None-Match", etag);
        }
        if (lastModified != null) {
            headers.put("If-Modified-Since", lastModified);
        }
        return headers;
    }
}
