package org.reelmill.pipeline.catalog;

import java.net.URI;

/// What a server answered.
///
/// @param address where the answer came from, after redirects
/// @param status 304 means that it has not changed
/// @param type media type, with parameters
record Fetched(URI address, int status, String type, byte[] body, Validator validator) {

    private static final int NOT_MODIFIED = 304;

    boolean unchanged() {
        return status == NOT_MODIFIED;
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /// The media type without parameters, in lower case.
    String mediaType() {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }
}
