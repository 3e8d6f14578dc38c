package org.reelmill.worker.publish;

import org.jspecify.annotations.Nullable;

/// What the gate found wrong.
///
/// @param rendition null where it concerns the whole
/// @param segment null where it concerns the whole rendition
/// @param what a clause that follows the names, e.g. `has 143 frames, the plan says 144`
public record Finding(@Nullable String rendition, @Nullable Integer segment, String what) {

    static Finding of(String what) {
        return new Finding(null, null, what);
    }

    static Finding of(String rendition, String what) {
        return new Finding(rendition, null, what);
    }

    static Finding of(PublishedSegment segment, String what) {
        return new Finding(segment.rendition(), segment.number(), what);
    }

    /// A sentence.
    @Override
    public String toString() {
        String subject = rendition == null
                ? "The publication"
                : segment == null ? "Rendition " + rendition : "Segment " + segment + " of " + rendition;
        return subject + " " + what + ".";
    }
}
