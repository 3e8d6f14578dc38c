package org.reelmill.hls;

/// A tag that we know: each reads its line into a draft, and writes it.
sealed interface Tag permits HeaderTag, MediaTag, SegmentTag, MultivariantTag {

    /// The tag without `#`, e.g. `EXTINF`.
    String label();

    void read(TagLine line, Draft draft);

    /// How often it may stand in a playlist.
    default Count count() {
        return Count.MANY;
    }

    /// In which playlists it may stand.
    Place place();

    /// How often a tag may stand in a playlist.
    enum Count {
        ONCE,
        MANY
    }

    /// In which playlists a tag may stand; the two kinds of playlists do not mix (RFC 8216 §4.1).
    enum Place {
        ANY,
        MEDIA,
        MULTIVARIANT
    }
}
