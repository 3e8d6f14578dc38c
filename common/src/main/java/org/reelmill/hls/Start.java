package org.reelmill.hls;

import java.math.BigDecimal;

/// The point where playing should begin (RFC 8216 §4.3.5.2).
///
/// @param offset in seconds from the beginning, or from the end if negative
public record Start(BigDecimal offset, Precision precision) {

    /// The first frame. A player that takes a growing playlist for live would else begin near its end.
    public static final Start AT_BEGINNING = new Start(BigDecimal.ZERO, Precision.EXACT);

    /// Whether frames before the offset are shown.
    public enum Precision {
        /// From the start of the segment that holds the offset.
        SEGMENT,
        /// Nothing before the offset.
        EXACT
    }
}
