package org.reelmill.hls;

/// The tags that hold for a whole media playlist (RFC 8216 §4.3.3).
enum MediaTag implements Tag {
    TARGETDURATION("EXT-X-TARGETDURATION") {
        @Override
        public void read(TagLine line, Draft draft) {
            draft.targetDuration = line.smallInteger();
        }

        @Override
        void write(MediaPlaylist playlist, Lines lines) {
            lines.tag(this, playlist.targetDuration());
        }
    },
    MEDIA_SEQUENCE("EXT-X-MEDIA-SEQUENCE") {
        @Override
        public void read(TagLine line, Draft draft) {
            if (!draft.segments.isEmpty()) {
                throw line.fault("must stand before the first segment");
            }
            draft.mediaSequence = line.integer();
        }

        @Override
        void write(MediaPlaylist playlist, Lines lines) {
            lines.tag(this, playlist.mediaSequence());
        }
    },
    PLAYLIST_TYPE("EXT-X-PLAYLIST-TYPE") {
        @Override
        public void read(TagLine line, Draft draft) {
            draft.type = switch (line.value()) {
                case "EVENT" -> PlaylistType.EVENT;
                case "VOD" -> PlaylistType.VOD;
                default -> throw line.fault("is EVENT or VOD, not '" + line.value() + "'");
            };
        }

        @Override
        void write(MediaPlaylist playlist, Lines lines) {
            var type = playlist.type();
            if (type != null) {
                lines.tag(this, type);
            }
        }
    },
    I_FRAMES_ONLY("EXT-X-I-FRAMES-ONLY") {
        @Override
        public void read(TagLine line, Draft draft) {
            line.mustBeBare();
            draft.traits.add(PlaylistTrait.I_FRAMES_ONLY);
            draft.needsVersion(4, line);
        }

        @Override
        void write(MediaPlaylist playlist, Lines lines) {
            if (playlist.traits().contains(PlaylistTrait.I_FRAMES_ONLY)) {
                lines.tag(this);
            }
        }
    },
    /// May stand anywhere; we write it last.
    ENDLIST("EXT-X-ENDLIST") {
        @Override
        public void read(TagLine line, Draft draft) {
            line.mustBeBare();
            draft.traits.add(PlaylistTrait.ENDED);
        }

        @Override
        void write(MediaPlaylist playlist, Lines lines) {
            if (playlist.isEnded()) {
                lines.tag(this);
            }
        }
    };

    private final String label;

    MediaTag(String label) {
        this.label = label;
    }

    abstract void write(MediaPlaylist playlist, Lines lines);

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
        return Place.MEDIA;
    }
}
