package org.reelmill.hls;

/// Writes playlists. A playlist that grew is its former text with lines added at the end.
public final class PlaylistWriter {

    private PlaylistWriter() {}

    public static String text(Playlist playlist) {
        var lines = new Lines();
        for (HeaderTag tag : HeaderTag.values()) {
            tag.write(playlist, lines);
        }
        switch (playlist) {
            case MediaPlaylist media -> write(media, lines);
            case MultivariantPlaylist multivariant -> {
                for (MultivariantTag tag : MultivariantTag.values()) {
                    tag.write(multivariant, lines);
                }
            }
        }
        return lines.text();
    }

    private static void write(MediaPlaylist playlist, Lines lines) {
        for (MediaTag tag : MediaTag.values()) {
            if (tag != MediaTag.ENDLIST) {
                tag.write(playlist, lines);
            }
        }
        InitSegment init = null;
        for (MediaSegment segment : playlist.segments()) {
            for (SegmentTag tag : SegmentTag.values()) {
                tag.write(segment, init, lines);
            }
            lines.uri(segment.uri());
            init = segment.init();
        }
        MediaTag.ENDLIST.write(playlist, lines);
    }
}
