package org.reelmill.hls;

import org.jspecify.annotations.Nullable;

/// The file that a decoder needs before the segments that name it (EXT-X-MAP, RFC 8216 §4.3.2.5).
///
/// @param range null where it is the whole resource
public record InitSegment(String uri, @Nullable ByteRange range) {

    public InitSegment(String uri) {
        this(uri, null);
    }
}
