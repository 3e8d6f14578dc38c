package org.reelmill.hls;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line that offers a rendition (EXT-X-STREAM-INF, RFC 8216 §4.3.4.2).
///
/// @param uri of its media playlist
/// @param bandwidth greatest sum of peak segment bit rates of what may play together, in bit/s
/// @param averageBandwidth the same of average bit rates
/// @param codecs of the picture and of every sound that may play with it (RFC 6381)
/// @param videoRange `SDR`, `HLG` or `PQ`
/// @param audio group of sound renditions
/// @param subtitles group of text renditions
/// @param closedCaptions `NONE`, or the group's name within quotes
public record Variant(
        String uri,
        long bandwidth,
        @Nullable Long averageBandwidth,
        List<String> codecs,
        @Nullable Resolution resolution,
        @Nullable BigDecimal frameRate,
        @Nullable String videoRange,
        @Nullable String audio,
        @Nullable String subtitles,
        @Nullable String closedCaptions) {

    public Variant {
        codecs = List.copyOf(codecs);
    }
}
