package org.reelmill.hls;

import java.math.BigDecimal;

/// The tags of both kinds of playlists.
enum HeaderTag implements Tag {
    VERSION("EXT-X-VERSION") {
        @Override
        public void read(TagLine line, Draft draft) {
            draft.version = line.smallInteger();
        }

        @Override
        void write(Playlist playlist, Lines lines) {
            if (playlist.version() > 1) {
                lines.tag(this, playlist.version());
            }
        }
    },
    INDEPENDENT_SEGMENTS("EXT-X-INDEPENDENT-SEGMENTS") {
        @Override
        public void read(TagLine line, Draft draft) {
            line.mustBeBare();
            draft.traits.add(PlaylistTrait.INDEPENDENT_SEGMENTS);
        }

        @Override
        void write(Playlist playlist, Lines lines) {
            if (playlist.traits().contains(PlaylistTrait.INDEPENDENT_SEGMENTS)) {
                lines.tag(this);
            }
        }
    },
    START("EXT-X-START") {
        @Override
        public void read(TagLine line, Draft draft) {
            var attributes = line.attributes();
            String offset = attributes.neededPlain("TIME-OFFSET");
            if (!offset.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
                throw line.fault("needs TIME-OFFSET in seconds, not '" + offset + "'");
            }
            draft.start = new Start(
                    new BigDecimal(offset),
                    attributes.isYes("PRECISE") ? Start.Precision.EXACT : Start.Precision.SEGMENT);
        }

        @Override
        void write(Playlist playlist, Lines lines) {
            var start = playlist.start();
            if (start != null) {
                lines.tag(
                        this,
                        new AttributeList()
                                .plain("TIME-OFFSET", start.offset().toPlainString())
                                .plain("PRECISE", start.precision() == Start.Precision.EXACT ? "YES" : "NO"));
            }
        }
    };

    private final String label;

    HeaderTag(String label) {
        this.label = label;
    }

    abstract void write(Playlist playlist, Lines lines);

    @Override
    public String label() {
        return label;
    }

    @Override
    public Count count() {
        return Count.ONCE;
    }

    @Override
    public Place place() {
        return Place.ANY;
    }
}
