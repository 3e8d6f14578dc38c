package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reelmill.hls.ByteRange;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaSegment;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.StoryboardPlan;

/// A keyframe that lies in the object store.
///
/// @param name of the segment that it is in, relative to the publication's prefix
/// @param range of its bytes, from the `moof` box to the end of the picture
/// @param start when it is shown
public record Still(String name, ByteRange range, Duration start) {

    /// Those that a storyboard shows, of segments that were just made.
    public static List<Still> of(IngestPlan plan, PublishedParts parts) {
        var all = new ArrayList<Still>();
        List<Duration> at = times(plan);
        for (PublishedSegment segment : parts.segmentsOf(StoryboardPlan.of(plan).rung())) {
            for (IFrame frame : segment.iFrames()) {
                all.add(new Still(segment.name(), new ByteRange(frame.length(), frame.offset()), at.get(all.size())));
            }
        }
        return shown(plan, all);
    }

    /// Those that a storyboard shows, of a film that is published.
    ///
    /// @param iFrames the I-frame playlist of the rung
    public static List<Still> of(IngestPlan plan, MediaPlaylist iFrames) {
        String rung = StoryboardPlan.of(plan).rung();
        var all = new ArrayList<Still>();
        List<Duration> at = times(plan);
        for (MediaSegment frame : iFrames.segments()) {
            Optional.ofNullable(frame.range())
                    .ifPresent(range -> all.add(new Still(rung + "/" + frame.uri(), range, at.get(all.size()))));
        }
        return shown(plan, all);
    }

    /// When the keyframes of the rung are shown; the same for all rungs of a film whose every rung is
    /// encoded.
    private static List<Duration> times(IngestPlan plan) {
        RungPlan rung = plan.rung(StoryboardPlan.of(plan).rung());
        var rate = plan.grid().shown(rung.frames()).rate();
        return plan.keyframes(rung).stream().map(rate::duration).toList();
    }

    private static List<Still> shown(IngestPlan plan, List<Still> all) {
        int every = StoryboardPlan.of(plan).every();
        var shown = new ArrayList<Still>();
        for (int number = 0; number < all.size(); number += every) {
            shown.add(all.get(number));
        }
        return List.copyOf(shown);
    }
}
