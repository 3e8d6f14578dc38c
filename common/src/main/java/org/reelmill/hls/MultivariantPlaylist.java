package org.reelmill.hls;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The entry point of a film (RFC 8216 §4.3.4).
///
/// @param variants the first is where a player begins that knows nothing of its line
public record MultivariantPlaylist(
        int version,
        Set<PlaylistTrait> traits,
        @Nullable Start start,
        List<MediaRendition> renditions,
        List<Variant> variants,
        List<IFrameVariant> iFrameVariants)
        implements Playlist {

    public MultivariantPlaylist {
        traits = Set.copyOf(traits);
        renditions = List.copyOf(renditions);
        variants = List.copyOf(variants);
        iFrameVariants = List.copyOf(iFrameVariants);
    }
}
