package org.reelmill.hls;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A segment as a media playlist lists it.
///
/// @param range null where it is the whole resource
/// @param init null where the format needs none
public record MediaSegment(
        String uri,
        Duration duration,
        @Nullable ByteRange range,
        @Nullable InitSegment init,
        Joint joint) {

    /// A whole file that goes on where the one before it ended.
    public MediaSegment(String uri, Duration duration, @Nullable InitSegment init) {
        this(uri, duration, null, init, Joint.CONTINUOUS);
    }

    /// How it follows the segment before it.
    public enum Joint {
        CONTINUOUS,
        /// Times or encoding change (EXT-X-DISCONTINUITY, RFC 8216 §4.3.2.3).
        DISCONTINUITY
    }
}
