package org.reelmill.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The tags that stand before a segment's URI (RFC 8216 §4.3.2), in the order we write them.
enum SegmentTag implements Tag {
    DISCONTINUITY("EXT-X-DISCONTINUITY") {
        @Override
        public void read(TagLine line, Draft draft) {
            line.mustBeBare();
            draft.joint = MediaSegment.Joint.DISCONTINUITY;
        }

        @Override
        void write(MediaSegment segment, @Nullable InitSegment before, Lines lines) {
            if (segment.joint() == MediaSegment.Joint.DISCONTINUITY) {
                lines.tag(this);
            }
        }
    },
    /// Holds for the segments that follow, up to the next one.
    MAP("EXT-X-MAP") {
        @Override
        public void read(TagLine line, Draft draft) {
            var attributes = line.attributes();
            String range = attributes.quoted("BYTERANGE");
            draft.init = new InitSegment(attributes.neededQuoted("URI"), range == null ? null : line.range(range, 0));
            draft.needsVersion(draft.traits.contains(PlaylistTrait.I_FRAMES_ONLY) ? 5 : 6, line);
        }

        @Override
        void write(MediaSegment segment, @Nullable InitSegment before, Lines lines) {
            var init = segment.init();
            if (init != null && !Objects.equals(init, before)) {
                lines.tag(this, new AttributeList().quoted("URI", init.uri()).quoted("BYTERANGE", init.range()));
            }
        }
    },
    EXTINF("EXTINF") {
        @Override
        public void read(TagLine line, Draft draft) {
            int comma = line.value().indexOf(',');
            if (comma < 0) {
                throw line.fault("needs a comma after the duration");
            }
            String seconds = line.value().substring(0, comma);
            draft.duration(line.seconds(seconds), line);
            if (seconds.indexOf('.') >= 0) {
                draft.needsVersion(3, line);
            }
        }

        @Override
        void write(MediaSegment segment, @Nullable InitSegment before, Lines lines) {
            lines.tag(this, seconds(segment.duration()) + ",");
        }
    },
    BYTERANGE("EXT-X-BYTERANGE") {
        @Override
        public void read(TagLine line, Draft draft) {
            line.range(line.value(), 0); // Complains here; the offset may depend on the URI that follows.
            draft.range = line;
            draft.needsVersion(4, line);
        }

        @Override
        void write(MediaSegment segment, @Nullable InitSegment before, Lines lines) {
            var range = segment.range();
            if (range != null) {
                lines.tag(this, range);
            }
        }
    };

    private static final int MICROS = 6;
    private static final int NANOS = 9;

    private final String label;

    SegmentTag(String label) {
        this.label = label;
    }

    /// @param before init segment that holds so far
    abstract void write(MediaSegment segment, @Nullable InitSegment before, Lines lines);

    @Override
    public String label() {
        return label;
    }

    @Override
    public Place place() {
        return Place.MEDIA;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANOS)
                .setScale(MICROS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
