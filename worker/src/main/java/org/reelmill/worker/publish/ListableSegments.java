package org.reelmill.worker.publish;

import static java.util.Comparator.comparingInt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reelmill.hls.InitSegment;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.PlaylistTrait;
import org.reelmill.hls.PlaylistType;
import org.reelmill.hls.Start;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.probe.Rational;

/// What growing playlists can list by now, and no more than they say of it: it is gathered after every task,
/// and a long film has ten thousands of segments.
///
/// @param segments by rendition, from the first one up to the first gap
/// @param inits by rendition
public record ListableSegments(Map<String, List<Listable>> segments, Map<String, PublishedInit> inits) {

    /// The fields of [org.reelmill.title.Task#result] that it is made from.
    public static final List<String> FIELDS = List.of(
            PublishedParts.SEGMENTS + ".rendition",
            PublishedParts.SEGMENTS + ".number",
            PublishedParts.SEGMENTS + ".name",
            PublishedParts.SEGMENTS + ".durationTicks",
            PublishedParts.SEGMENTS + ".timescale",
            PublishedParts.INITS);

    public ListableSegments {
        segments = Map.copyOf(segments);
        inits = Map.copyOf(inits);
    }

    /// @param results of the tasks of an ingest, or [#FIELDS] of them; gone through once
    public static ListableSegments of(Stream<Map<String, Object>> results) {
        var rows = new HashMap<String, List<Numbered>>();
        var inits = new HashMap<String, PublishedInit>();
        results.forEach(result -> {
            PublishedParts.documents(result, PublishedParts.SEGMENTS)
                    .map(Fields::new)
                    .forEach(segment -> rows.computeIfAbsent(segment.text("rendition"), rendition -> new ArrayList<>())
                            .add(Numbered.of(segment)));
            PublishedParts.documents(result, PublishedParts.INITS)
                    .map(PublishedInit::fromDocument)
                    .forEach(init -> inits.putIfAbsent(init.rendition(), init));
        });
        var segments = new HashMap<String, List<Listable>>();
        rows.forEach((rendition, row) -> segments.put(rendition, unbroken(row)));
        return new ListableSegments(segments, inits);
    }

    /// How many segments there are in each of these renditions.
    int watermark(List<String> renditions) {
        return renditions.stream()
                .mapToInt(rendition -> of(rendition).size())
                .min()
                .orElse(0);
    }

    Optional<PublishedInit> initOf(String rendition) {
        return Optional.ofNullable(inits.get(rendition));
    }

    /// The first segments of a rendition, for a playlist that grows.
    MediaPlaylist playlist(IngestPlan plan, String rendition, int count, MediaPlaylist.Ending ending) {
        var init = initOf(rendition)
                .map(there -> new InitSegment(PlaylistPlace.NOW.fromPlaylist(there.name())))
                .orElse(null);
        var listed = of(rendition).subList(0, count).stream()
                .map(segment ->
                        new MediaSegment(PlaylistPlace.NOW.fromPlaylist(segment.name()), segment.duration(), init))
                .toList();
        return new MediaPlaylist(
                        SegmentLists.VERSION,
                        TargetDuration.of(plan),
                        PlaylistType.EVENT,
                        0,
                        EnumSet.of(PlaylistTrait.INDEPENDENT_SEGMENTS),
                        // Else players take it for live and begin near its end (RFC 8216 §6.3.3).
                        Start.AT_BEGINNING,
                        List.of())
                .with(listed, ending);
    }

    private List<Listable> of(String rendition) {
        return segments.getOrDefault(rendition, List.of());
    }

    /// Of two that claim a number, the first one has it.
    private static List<Listable> unbroken(List<Numbered> row) {
        row.sort(comparingInt(Numbered::number));
        var unbroken = new ArrayList<Listable>();
        for (Numbered next : row) {
            if (next.number() > unbroken.size()) {
                break;
            }
            if (next.number() == unbroken.size()) {
                unbroken.add(next.segment());
            }
        }
        return unbroken;
    }

    /// A segment as a playlist lists it.
    ///
    /// @param name of its object, relative to the publication's prefix
    public record Listable(String name, Duration duration) {}

    private record Numbered(int number, Listable segment) {

        static Numbered of(Fields segment) {
            var clock = new Rational(segment.integer("timescale"), 1);
            return new Numbered(
                    segment.integer("number"),
                    new Listable(segment.text("name"), clock.duration(segment.number("durationTicks"))));
        }
    }
}
