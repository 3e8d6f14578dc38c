package org.reelmill.hls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A playlist while it is read. What depends on tags that may still come is checked at the end.
final class Draft {

    private static final int MILLIS = 1000;

    int version = 1;
    final Set<PlaylistTrait> traits = EnumSet.noneOf(PlaylistTrait.class);

    @Nullable
    Start start;

    @Nullable
    Integer targetDuration;

    long mediaSequence;

    @Nullable
    PlaylistType type;

    final List<MediaSegment> segments = new ArrayList<>();
    final List<MediaRendition> renditions = new ArrayList<>();
    final List<IFrameVariant> iFrameVariants = new ArrayList<>();

    // Of the segment or variant whose URI is still to come.
    MediaSegment.Joint joint = MediaSegment.Joint.CONTINUOUS;

    @Nullable
    InitSegment init;

    @Nullable
    TagLine range;

    private @Nullable Duration duration;
    private @Nullable Variant variant;
    private @Nullable TagLine waiting;

    private final List<Variant> variants = new ArrayList<>();
    private final List<TagLine> variantLines = new ArrayList<>();
    private final List<TagLine> durationLines = new ArrayList<>();
    private final List<Need> needs = new ArrayList<>();

    void needsVersion(int needed, TagLine line) {
        needs.add(new Need(needed, line));
    }

    void duration(Duration of, TagLine line) {
        mustNotWait();
        duration = of;
        waiting = line;
        durationLines.add(line);
    }

    void variant(TagLine line, Variant offered) {
        mustNotWait();
        variant = offered;
        waiting = line;
        variantLines.add(line);
    }

    void uri(int line, String uri) {
        if (duration != null) {
            segments.add(new MediaSegment(uri, duration, range(uri), init, joint));
        } else if (variant != null) {
            variants.add(at(uri, variant));
        } else {
            throw new PlaylistFault(line, "a URI without EXTINF or EXT-X-STREAM-INF before it");
        }
        duration = null;
        variant = null;
        waiting = null;
        range = null;
        joint = MediaSegment.Joint.CONTINUOUS;
    }

    MediaPlaylist media(int lastLine) {
        mustNotWait();
        if (targetDuration == null) {
            throw new PlaylistFault(lastLine, "EXT-X-TARGETDURATION is missing");
        }
        checkNeeds();
        for (int i = 0; i < segments.size(); i++) {
            long rounded = (segments.get(i).duration().toMillis() + MILLIS / 2) / MILLIS;
            if (rounded > targetDuration) {
                throw durationLines.get(i).fault("is longer than the target duration of " + targetDuration + " s");
            }
        }
        return new MediaPlaylist(version, targetDuration, type, mediaSequence, traits, start, segments);
    }

    MultivariantPlaylist multivariant() {
        mustNotWait();
        checkNeeds();
        for (int i = 0; i < variants.size(); i++) {
            var line = variantLines.get(i);
            Grouping.check(line, MediaRendition.Type.AUDIO, variants.get(i).audio(), renditions);
            Grouping.check(line, MediaRendition.Type.SUBTITLES, variants.get(i).subtitles(), renditions);
        }
        return new MultivariantPlaylist(version, traits, start, renditions, variants, iFrameVariants);
    }

    private void mustNotWait() {
        if (waiting != null) {
            throw waiting.fault("needs a URI after it");
        }
    }

    private void checkNeeds() {
        for (Need need : needs) {
            if (version < need.version) {
                throw need.line.fault("needs EXT-X-VERSION " + need.version + " or higher");
            }
        }
    }

    /// A range without an offset begins where the one before it ended, in the same resource (RFC 8216
    /// §4.3.2.2).
    private @Nullable ByteRange range(String uri) {
        if (range == null) {
            return null;
        }
        if (TagLine.hasOffset(range.value())) {
            return range.range(range.value(), 0);
        }
        var before = segments.isEmpty() ? null : segments.getLast();
        if (before == null || before.range() == null || !before.uri().equals(uri)) {
            throw range.fault("needs an offset: the segment before is no part of the same resource");
        }
        return range.range(range.value(), before.range().end());
    }

    private static Variant at(String uri, Variant variant) {
        return new Variant(
                uri,
                variant.bandwidth(),
                variant.averageBandwidth(),
                variant.codecs(),
                variant.resolution(),
                variant.frameRate(),
                variant.videoRange(),
                variant.audio(),
                variant.subtitles(),
                variant.closedCaptions());
    }

    /// A tag that a lower version does not have (RFC 8216 §7).
    private record Need(int version, TagLine line) {}
}
