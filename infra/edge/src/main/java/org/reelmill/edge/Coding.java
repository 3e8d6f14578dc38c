package org.reelmill.edge;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The content codings that the edge keeps.
enum Coding {
    /// As stored.
    IDENTITY(""),
    /// For text only: playlists and captions.
    GZIP("!gzip");

    private final String suffix;

    Coding(String suffix) {
        this.suffix = suffix;
    }

    /// Whether a type gains by gzip. Media does not, and ranges of it must count on what is stored.
    static boolean helps(String contentType) {
        return contentType.equals("application/vnd.apple.mpegurl") || contentType.equals("text/vtt");
    }

    /// The coding for a viewer who sends this `Accept-Encoding` (RFC 9110 §12.5.3).
    static Coding accepted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return IDENTITY;
        }
        return Arrays.stream(acceptEncoding.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .anyMatch(coding -> coding.matches("gzip(\\s*;\\s*q=(1(\\.0*)?|0\\.0*[1-9]\\d*))?"))
                ? GZIP
                : IDENTITY;
    }

    /// What the cache calls this coding of an object; `!` is in no object's name.
    String slot(String key) {
        return key + suffix;
    }

    /// A strong tag of its own for each coding (RFC 9110 §8.8.3.3).
    String etag(String stored) {
        return this == IDENTITY ? stored : stored.substring(0, stored.length() - 1) + "-gzip\"";
    }
}
