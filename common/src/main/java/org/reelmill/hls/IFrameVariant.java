package org.reelmill.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line that offers the I-frames of a rendition for fast forward and reverse (EXT-X-I-FRAME-STREAM-INF,
/// RFC 8216 §4.3.4.3).
///
/// @param uri of its media playlist
/// @param bandwidth peak bit rate in bit/s
/// @param codecs of the picture (RFC 6381)
public record IFrameVariant(
        String uri,
        long bandwidth,
        @Nullable Long averageBandwidth,
        List<String> codecs,
        @Nullable Resolution resolution,
        @Nullable String videoRange) {

    public IFrameVariant {
        codecs = List.copyOf(codecs);
    }
}
