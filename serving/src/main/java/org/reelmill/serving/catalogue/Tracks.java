package org.reelmill.serving.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a publication offers to choose from, as its multivariant playlist says.
///
/// @param ladder tallest first
record Tracks(List<Quality> ladder, List<Track> audio, List<Track> subtitles) {

    Tracks {
        ladder = List.copyOf(ladder);
        audio = List.copyOf(audio);
        subtitles = List.copyOf(subtitles);
    }

    /// One rendition of the picture.
    ///
    /// @param averageKbps of picture and sound
    record Quality(
            int width,
            int height,
            long averageKbps,
            @Nullable String codecs) {}

    /// A sound or text track.
    ///
    /// @param language BCP 47
    record Track(String name, @Nullable String language) {}
}
