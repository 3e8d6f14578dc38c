package org.reelmill.hls;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What media and multivariant playlists have in common (RFC 8216 §4.3.1, §4.3.5).
public sealed interface Playlist permits MediaPlaylist, MultivariantPlaylist {

    /// Protocol version; 1 where the playlist does not say.
    int version();

    Set<PlaylistTrait> traits();

    /// Where playing should begin; null where the playlist leaves it to the player.
    @Nullable
    Start start();
}
