package org.reelmill.hls;

/// What a playlist is, or is not: its tags without a value.
public enum PlaylistTrait {
    /// Every segment decodes without another one (RFC 8216 §4.3.5.1).
    INDEPENDENT_SEGMENTS,
    /// Each segment is one I-frame (RFC 8216 §4.3.3.6).
    I_FRAMES_ONLY,
    /// No segment will be added (RFC 8216 §4.3.3.4).
    ENDED
}
