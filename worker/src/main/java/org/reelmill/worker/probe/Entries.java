package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.source.ByteRange;
import org.reelmill.worker.source.Excerpt;

/// Where a film without an index can be begun to read, as a scan of all its packets found.
///
/// @param head what an excerpt begins with: what the container says of its tracks
/// @param places in order of their bytes, the first one where the film begins
/// @param size of the film
/// @param reason why it can only be read from its start, as a clause; null if it can be begun elsewhere
public record Entries(
        Way way,
        Tail tail,
        List<ByteRange> head,
        List<Place> places,
        long size,
        @Nullable String reason) {

    /// How a part of the film is read.
    public enum Way {
        /// As an excerpt of its bytes.
        EXCERPT,
        /// By time: the demuxer finds the place itself.
        SEEK,
        /// Not at all but with all in front of it.
        THROUGH
    }

    /// What an excerpt ends with.
    public enum Tail {
        /// What is needed.
        CUT,
        /// The film: the demuxer counts it as damage if it is cut off.
        WHOLE
    }

    /// A place from which all pictures that are shown at its time or later can be decoded.
    public record Place(Duration time, long position) {}

    public Entries {
        head = List.copyOf(head);
        places = List.copyOf(places);
    }

    /// Of a film that can only be read from its start.
    ///
    /// @param reason as a clause
    public static Entries none(String reason) {
        return new Entries(Way.THROUGH, Tail.WHOLE, List.of(), List.of(), 0, reason);
    }

    static Entries sought() {
        return new Entries(Way.SEEK, Tail.WHOLE, List.of(), List.of(), 0, null);
    }

    static Entries excerpts(Tail tail, List<ByteRange> head, List<Place> places, long size) {
        return new Entries(Way.EXCERPT, tail, head, places, size, null);
    }

    /// All that is needed to decode the pictures from one time on the container's clock to another; empty if
    /// the film is not read in excerpts.
    public Optional<Excerpt> excerpt(Duration from, Duration to) {
        if (way != Way.EXCERPT) {
            return Optional.empty();
        }
        long end = end(to);
        var entry = places.stream()
                .filter(place -> place.time().compareTo(from) <= 0)
                .reduce((first, last) -> last)
                .filter(place -> !place.equals(places.getFirst()));
        if (entry.isEmpty()) {
            return Optional.of(new Excerpt(List.of(new ByteRange(0, end))));
        }
        var ranges = new ArrayList<>(head);
        ranges.add(new ByteRange(entry.get().position(), end));
        return Optional.of(new Excerpt(ranges));
    }

    @Override
    public String toString() {
        return switch (way) {
            case EXCERPT -> places.size() + " places";
            case SEEK -> "by time";
            case THROUGH -> "from its start alone, since " + reason;
        };
    }

    /// Pictures that are shown before a keyframe may lie behind it, but not behind the next one.
    private long end(Duration to) {
        return tail == Tail.WHOLE
                ? size
                : places.stream()
                        .filter(place -> place.time().compareTo(to) > 0)
                        .skip(1)
                        .findFirst()
                        .map(Place::position)
                        .orElse(size);
    }
}
