package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.reelmill.worker.probe.Rational;

/// A media segment in the object store, as its task's result lists it.
///
/// @param rendition e.g. `v720`, `a0-eng`, `t0-eng`
/// @param number from 0, over the film; the same number covers the same time in every rendition
/// @param name of its object, relative to the publication's prefix
/// @param startTicks when it is first seen or heard, see [org.reelmill.worker.encode.EncodedSegment]
/// @param sha256 in hex
/// @param frames pictures, AAC frames, or cues
/// @param iFrames of a picture's segment; none else
public record PublishedSegment(
        String rendition,
        int number,
        String name,
        long startTicks,
        long durationTicks,
        int timescale,
        long bytes,
        String sha256,
        int frames,
        List<IFrame> iFrames) {

    public PublishedSegment {
        iFrames = List.copyOf(iFrames);
    }

    public Duration start() {
        return time(startTicks);
    }

    public Duration duration() {
        return time(durationTicks);
    }

    /// Where the next segment has to begin.
    long endTicks() {
        return startTicks + durationTicks;
    }

    Duration time(long ticks) {
        return new Rational(timescale, 1).duration(ticks);
    }

    /// As the document store keeps it.
    public Map<String, Object> toDocument() {
        return Map.of(
                "rendition", rendition,
                "number", number,
                "name", name,
                "startTicks", startTicks,
                "durationTicks", durationTicks,
                "timescale", timescale,
                "bytes", bytes,
                "sha256", sha256,
                "frames", frames,
                "iFrames", iFrames.stream().map(IFrame::toDocument).toList());
    }

    public static PublishedSegment fromDocument(Map<String, Object> document) {
        var fields = new Fields(document);
        return new PublishedSegment(
                fields.text("rendition"),
                fields.integer("number"),
                fields.text("name"),
                fields.number("startTicks"),
                fields.number("durationTicks"),
                fields.integer("timescale"),
                fields.number("bytes"),
                fields.text("sha256"),
                fields.integer("frames"),
                fields.list("iFrames").stream().map(IFrame::fromDocument).toList());
    }
}
