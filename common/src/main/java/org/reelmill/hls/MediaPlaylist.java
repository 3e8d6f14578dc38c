package org.reelmill.hls;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The segments of one rendition in order (RFC 8216 §4.3.3).
///
/// @param targetDuration in seconds; no rounded segment is longer
/// @param mediaSequence number of the first segment
/// @param type null where segments may also be taken away (live)
public record MediaPlaylist(
        int version,
        int targetDuration,
        @Nullable PlaylistType type,
        long mediaSequence,
        Set<PlaylistTrait> traits,
        @Nullable Start start,
        List<MediaSegment> segments)
        implements Playlist {

    public MediaPlaylist {
        traits = Set.copyOf(traits);
        segments = List.copyOf(segments);
    }

    /// The same with the segments given, and ended or not.
    public MediaPlaylist with(List<MediaSegment> others, Ending ending) {
        var changed = EnumSet.noneOf(PlaylistTrait.class);
        changed.addAll(traits);
        switch (ending) {
            case OPEN -> changed.remove(PlaylistTrait.ENDED);
            case ENDED -> changed.add(PlaylistTrait.ENDED);
        }
        return new MediaPlaylist(version, targetDuration, type, mediaSequence, changed, start, others);
    }

    /// Of all segments together.
    public Duration duration() {
        return segments.stream().map(MediaSegment::duration).reduce(Duration.ZERO, Duration::plus);
    }

    public boolean isEnded() {
        return traits.contains(PlaylistTrait.ENDED);
    }

    /// Whether more segments may come.
    public enum Ending {
        OPEN,
        ENDED
    }
}
