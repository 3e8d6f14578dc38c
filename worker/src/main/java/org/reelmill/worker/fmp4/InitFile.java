package org.reelmill.worker.fmp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// What an init segment of one track says.
///
/// @param codec as playlists say it, e.g. `avc1.64001f` or `mp4a.40.2` (RFC 6381)
/// @param timescale ticks per second
/// @param width in pixels; 0 of sound
/// @param height in pixels; 0 of sound
/// @param skippedTicks how much at the start an edit list takes away
public record InitFile(String codec, int timescale, int width, int height, long skippedTicks) {

    private static final int SAMPLE_DESCRIPTIONS = 8;
    private static final int VISUAL_FIELDS = 78;
    private static final int AUDIO_FIELDS = 28;
    private static final int WIDTH = 24;
    private static final int HEIGHT = 26;

    public static InitFile read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    /// @throws BrokenMp4 if it is no init segment, or of a codec that we do not make
    public static InitFile read(byte[] bytes) {
        var moov = Box.in(ByteBuffer.wrap(bytes), 0).stream()
                .filter(box -> box.type().equals("moov"))
                .findFirst()
                .orElseThrow(() -> new BrokenMp4("An init segment has no moov."));
        var trak = moov.at("trak");
        var mdia = trak.at("mdia");
        var entries = mdia.at("minf", "stbl", "stsd").childrenAfter(SAMPLE_DESCRIPTIONS);
        if (entries.size() != 1) {
            throw new BrokenMp4("An init segment has " + entries.size() + " sample descriptions.");
        }
        var entry = entries.getFirst();
        return new InitFile(
                codec(entry),
                timescale(mdia.at("mdhd")),
                pixels(entry, WIDTH),
                pixels(entry, HEIGHT),
                trak.child("edts").map(InitFile::skipped).orElse(0L));
    }

    // ISO/IEC 14496-12 §8.6.6: the number of edits, then of each its duration and where it begins in the
    // media.
    private static long skipped(Box edts) {
        var elst = edts.at("elst");
        return elst.version() == 1 ? elst.fields().getLong(12) : elst.fields().getInt(8);
    }

    private static int pixels(Box entry, int field) {
        return entry.type().equals("avc1") ? Short.toUnsignedInt(entry.body().getShort(field)) : 0;
    }

    private static int timescale(Box mdhd) {
        return mdhd.fields().getInt(mdhd.version() == 1 ? 16 : 8);
    }

    private static String codec(Box entry) {
        return switch (entry.type()) {
            case "avc1" -> {
                var avcC = named(entry, VISUAL_FIELDS, "avcC").body();
                yield "avc1.%02x%02x%02x".formatted(avcC.get(1) & 0xff, avcC.get(2) & 0xff, avcC.get(3) & 0xff);
            }
            case "mp4a" ->
                "mp4a.40." + audioObjectType(named(entry, AUDIO_FIELDS, "esds").fields());
            default -> throw new BrokenMp4("An init segment is of codec " + entry.type() + ".");
        };
    }

    private static Box named(Box entry, int fields, String name) {
        return entry.childrenAfter(fields).stream()
                .filter(box -> box.type().equals(name))
                .findFirst()
                .orElseThrow(() -> new BrokenMp4("A sample description " + entry.type() + " has no " + name + "."));
    }

    /// From the descriptors of ISO/IEC 14496-1 §7.2.6: ES (3), decoder configuration (4), specific info (5).
    private static int audioObjectType(ByteBuffer esds) {
        while (esds.remaining() > 2) {
            int tag = esds.get();
            while ((esds.get() & 0x80) != 0) {
                // A length of seven bits a byte; descriptors lie within one another, so it is not needed.
            }
            switch (tag) {
                case 3 -> esds.position(esds.position() + 3);
                case 4 -> esds.position(esds.position() + 13);
                case 5 -> {
                    return (esds.get() & 0xff) >> 3;
                }
                default -> throw new BrokenMp4("An esds box has an unknown descriptor " + tag + ".");
            }
        }
        throw new BrokenMp4("An esds box says no audio object type.");
    }
}
