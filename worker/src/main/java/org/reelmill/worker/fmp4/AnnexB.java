package org.reelmill.worker.fmp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Writes pictures out of fragmented MP4 as a plain H.264 stream (ITU-T H.264 annex B), which every decoder
/// reads without the boxes around them.
public final class AnnexB {

    private static final byte[] START = {0, 0, 0, 1};
    /// An access unit delimiter: where a picture ends and the next begins.
    private static final byte[] DELIMITER = {0, 0, 0, 1, 9, (byte) 0xf0};
    private static final int SAMPLE_DESCRIPTIONS = 8;
    private static final int VISUAL_FIELDS = 78;
    private static final int COUNTS = 5;
    private static final int BOX_HEADER = 8;

    private final byte[] parameterSets;

    /// @param init segment of the rendition
    /// @throws BrokenMp4 if it is none of H.264
    public AnnexB(byte[] init) {
        var avc1 = Box.in(ByteBuffer.wrap(init), 0).stream()
                .filter(box -> box.type().equals("moov"))
                .findFirst()
                .orElseThrow(() -> new BrokenMp4("An init segment has no moov."))
                .at("trak", "mdia", "minf", "stbl", "stsd")
                .childrenAfter(SAMPLE_DESCRIPTIONS)
                .getFirst();
        var avcC = avc1.childrenAfter(VISUAL_FIELDS).stream()
                .filter(box -> box.type().equals("avcC"))
                .findFirst()
                .orElseThrow(() -> new BrokenMp4("An init segment is not of H.264."));
        this.parameterSets = parameterSets(avcC.body());
    }

    /// A picture that decodes alone, with all that it needs.
    ///
    /// @param piece a `moof` box and the `mdat` after it, up to the end of the first picture, as I-frame
    ///     playlists name it
    public byte[] picture(byte[] piece) {
        var data = ByteBuffer.wrap(piece);
        var picture = new ByteArrayOutputStream();
        picture.writeBytes(DELIMITER);
        picture.writeBytes(parameterSets);
        int at = data.getInt(0) + BOX_HEADER;
        while (at + Integer.BYTES <= piece.length) {
            int size = data.getInt(at);
            at += Integer.BYTES;
            if (size <= 0 || size > piece.length - at) {
                throw new BrokenMp4("A unit of a picture is cut.");
            }
            picture.writeBytes(START);
            picture.write(piece, at, size);
            at += size;
        }
        return picture.toByteArray();
    }

    // ISO/IEC 14496-15 §5.3.3.1: the number of sequence parameter sets in five bits, each with its length,
    // then the same of picture parameter sets.
    private static byte[] parameterSets(ByteBuffer avcC) {
        var sets = new ByteArrayOutputStream();
        avcC.position(COUNTS);
        copy(avcC, avcC.get() & 0x1f, sets);
        copy(avcC, avcC.get(), sets);
        return sets.toByteArray();
    }

    private static void copy(ByteBuffer from, int count, ByteArrayOutputStream to) {
        for (int i = 0; i < count; i++) {
            var set = new byte[Short.toUnsignedInt(from.getShort())];
            from.get(set);
            to.writeBytes(START);
            to.writeBytes(set);
        }
    }
}
