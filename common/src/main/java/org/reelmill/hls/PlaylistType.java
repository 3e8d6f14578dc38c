package org.reelmill.hls;

/// How a media playlist may change (RFC 8216 §4.3.3.5).
public enum PlaylistType {
    /// Segments may be appended; nothing else.
    EVENT,
    /// Never changes.
    VOD
}
