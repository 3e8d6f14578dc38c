package org.reelmill.hls;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An alternative sound, text or picture (EXT-X-MEDIA, RFC 8216 §4.3.4.1).
///
/// @param name for people
/// @param language BCP 47; null where unknown
/// @param uri of its media playlist; null where it is part of the variant
/// @param channels of sound, e.g. `2`
/// @param characteristics uniform type identifiers, e.g. `public.accessibility.describes-video`
public record MediaRendition(
        Type type,
        String group,
        String name,
        @Nullable String language,
        @Nullable String uri,
        Set<Choice> choices,
        @Nullable String channels,
        List<String> characteristics) {

    public MediaRendition {
        choices = Set.copyOf(choices);
        characteristics = List.copyOf(characteristics);
    }

    /// What kind of media.
    public enum Type {
        AUDIO("AUDIO"),
        VIDEO("VIDEO"),
        SUBTITLES("SUBTITLES"),
        CLOSED_CAPTIONS("CLOSED-CAPTIONS");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /// As the tag writes it.
        public String word() {
            return word;
        }
    }

    /// When a player takes it.
    public enum Choice {
        /// Where the viewer has said nothing.
        DEFAULT,
        /// Where it fits the viewer's settings.
        AUTOSELECT,
        /// Always, for what must be read to follow the film (subtitles only).
        FORCED
    }
}
