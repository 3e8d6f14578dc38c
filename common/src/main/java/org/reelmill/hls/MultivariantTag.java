package org.reelmill.hls;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.stream.Stream;

/// The tags of a multivariant playlist (RFC 8216 §4.3.4).
enum MultivariantTag implements Tag {
    MEDIA("EXT-X-MEDIA") {
        @Override
        public void read(TagLine line, Draft draft) {
            var attributes = line.attributes();
            String type = attributes.neededPlain("TYPE");
            var rendition = new MediaRendition(
                    Stream.of(MediaRendition.Type.values())
                            .filter(known -> known.word().equals(type))
                            .findFirst()
                            .orElseThrow(() -> line.fault("has an unknown TYPE '" + type + "'")),
                    attributes.neededQuoted("GROUP-ID"),
                    attributes.neededQuoted("NAME"),
                    attributes.quoted("LANGUAGE"),
                    attributes.quoted("URI"),
                    choices(attributes),
                    attributes.quoted("CHANNELS"),
                    attributes.list("CHARACTERISTICS"));
            Grouping.check(rendition, attributes, line);
            draft.renditions.add(rendition);
        }

        @Override
        void write(MultivariantPlaylist playlist, Lines lines) {
            for (MediaRendition rendition : playlist.renditions()) {
                lines.tag(
                        this,
                        new AttributeList()
                                .plain("TYPE", rendition.type().word())
                                .quoted("GROUP-ID", rendition.group())
                                .quoted("NAME", rendition.name())
                                .quoted("LANGUAGE", rendition.language())
                                .plain("DEFAULT", yes(rendition, MediaRendition.Choice.DEFAULT))
                                .plain("AUTOSELECT", yes(rendition, MediaRendition.Choice.AUTOSELECT))
                                .plain(
                                        "FORCED",
                                        // Only subtitles may have it.
                                        rendition.type() == MediaRendition.Type.SUBTITLES
                                                ? yes(rendition, MediaRendition.Choice.FORCED)
                                                : null)
                                .quoted("CHANNELS", rendition.channels())
                                .list("CHARACTERISTICS", rendition.characteristics())
                                .quoted("URI", rendition.uri()));
            }
        }
    },
    STREAM_INF("EXT-X-STREAM-INF") {
        @Override
        public void read(TagLine line, Draft draft) {
            var attributes = line.attributes();
            String rate = attributes.plain("FRAME-RATE");
            if (rate != null && !rate.matches("\\d{1,4}(\\.\\d{1,9})?")) {
                throw line.fault("needs FRAME-RATE as a number, not '" + rate + "'");
            }
            draft.variant(
                    line,
                    new Variant(
                            "",
                            attributes.neededInteger("BANDWIDTH"),
                            attributes.integer("AVERAGE-BANDWIDTH"),
                            attributes.list("CODECS"),
                            attributes.resolution(),
                            rate == null ? null : new BigDecimal(rate),
                            attributes.plain("VIDEO-RANGE"),
                            attributes.quoted("AUDIO"),
                            attributes.quoted("SUBTITLES"),
                            attributes.plain("CLOSED-CAPTIONS")));
        }

        @Override
        void write(MultivariantPlaylist playlist, Lines lines) {
            for (Variant variant : playlist.variants()) {
                lines.tag(
                        this,
                        new AttributeList()
                                .plain("BANDWIDTH", variant.bandwidth())
                                .plain("AVERAGE-BANDWIDTH", variant.averageBandwidth())
                                .list("CODECS", variant.codecs())
                                .plain("RESOLUTION", variant.resolution())
                                .plain("FRAME-RATE", variant.frameRate())
                                .plain("VIDEO-RANGE", variant.videoRange())
                                .quoted("AUDIO", variant.audio())
                                .quoted("SUBTITLES", variant.subtitles())
                                .plain("CLOSED-CAPTIONS", variant.closedCaptions()));
                lines.uri(variant.uri());
            }
        }
    },
    I_FRAME_STREAM_INF("EXT-X-I-FRAME-STREAM-INF") {
        @Override
        public void read(TagLine line, Draft draft) {
            var attributes = line.attributes();
            draft.iFrameVariants.add(new IFrameVariant(
                    attributes.neededQuoted("URI"),
                    attributes.neededInteger("BANDWIDTH"),
                    attributes.integer("AVERAGE-BANDWIDTH"),
                    attributes.list("CODECS"),
                    attributes.resolution(),
                    attributes.plain("VIDEO-RANGE")));
        }

        @Override
        void write(MultivariantPlaylist playlist, Lines lines) {
            for (IFrameVariant variant : playlist.iFrameVariants()) {
                lines.tag(
                        this,
                        new AttributeList()
                                .plain("BANDWIDTH", variant.bandwidth())
                                .plain("AVERAGE-BANDWIDTH", variant.averageBandwidth())
                                .list("CODECS", variant.codecs())
                                .plain("RESOLUTION", variant.resolution())
                                .plain("VIDEO-RANGE", variant.videoRange())
                                .quoted("URI", variant.uri()));
            }
        }
    };

    private final String label;

    MultivariantTag(String label) {
        this.label = label;
    }

    abstract void write(MultivariantPlaylist playlist, Lines lines);

    @Override
    public String label() {
        return label;
    }

    @Override
    public Place place() {
        return Place.MULTIVARIANT;
    }

    private static EnumSet<MediaRendition.Choice> choices(Attributes attributes) {
        var choices = EnumSet.noneOf(MediaRendition.Choice.class);
        for (MediaRendition.Choice choice : MediaRendition.Choice.values()) {
            if (attributes.isYes(choice.name())) {
                choices.add(choice);
            }
        }
        return choices;
    }

    private static String yes(MediaRendition rendition, MediaRendition.Choice choice) {
        return rendition.choices().contains(choice) ? "YES" : "NO";
    }
}
