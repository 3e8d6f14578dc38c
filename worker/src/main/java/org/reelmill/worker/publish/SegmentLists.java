package org.reelmill.worker.publish;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.reelmill.hls.ByteRange;
import org.reelmill.hls.InitSegment;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MediaSegment;
import org.reelmill.hls.PlaylistTrait;
import org.reelmill.hls.PlaylistType;
import org.reelmill.worker.plan.IngestPlan;

/// Makes the final media playlists of a film from what is published of it. Pure.
final class SegmentLists {

    /// Of EXT-X-MAP in playlists that are not I-frames only is 6; 7 is what fMP4 players are told to expect.
    static final int VERSION = 7;

    private final IngestPlan plan;
    private final PublishedParts parts;

    SegmentLists(IngestPlan plan, PublishedParts parts) {
        this.plan = plan;
        this.parts = parts;
    }

    /// A rendition whole.
    MediaPlaylist whole(String rendition) {
        return vod(EnumSet.of(PlaylistTrait.INDEPENDENT_SEGMENTS, PlaylistTrait.ENDED), segments(rendition));
    }

    /// The pictures of a rendition that decode alone.
    MediaPlaylist iFrames(String rendition) {
        var init = init(rendition);
        var segments = new ArrayList<MediaSegment>();
        for (PublishedSegment segment : parts.segmentsOf(rendition)) {
            var frames = segment.iFrames();
            for (int i = 0; i < frames.size(); i++) {
                var frame = frames.get(i);
                long end = i + 1 < frames.size() ? frames.get(i + 1).startTicks() : segment.durationTicks();
                segments.add(new MediaSegment(
                        PlaylistPlace.FINAL.fromPlaylist(segment.name()),
                        segment.time(end - frame.startTicks()),
                        new ByteRange(frame.length(), frame.offset()),
                        init.orElse(null),
                        MediaSegment.Joint.CONTINUOUS));
            }
        }
        return vod(
                EnumSet.of(PlaylistTrait.INDEPENDENT_SEGMENTS, PlaylistTrait.I_FRAMES_ONLY, PlaylistTrait.ENDED),
                segments);
    }

    private MediaPlaylist vod(EnumSet<PlaylistTrait> traits, List<MediaSegment> segments) {
        return new MediaPlaylist(VERSION, TargetDuration.of(plan), PlaylistType.VOD, 0, traits, null, segments);
    }

    private List<MediaSegment> segments(String rendition) {
        var init = init(rendition);
        return parts.unbroken(rendition).stream()
                .map(segment -> new MediaSegment(
                        PlaylistPlace.FINAL.fromPlaylist(segment.name()), segment.duration(), init.orElse(null)))
                .toList();
    }

    private Optional<InitSegment> init(String rendition) {
        return parts.initOf(rendition).map(init -> new InitSegment(PlaylistPlace.FINAL.fromPlaylist(init.name())));
    }
}
