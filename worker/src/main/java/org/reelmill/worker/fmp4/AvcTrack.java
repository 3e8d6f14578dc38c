package org.reelmill.worker.fmp4;

import static org.reelmill.worker.fmp4.WrittenBox.box;
import static org.reelmill.worker.fmp4.WrittenBox.dataHere;
import static org.reelmill.worker.fmp4.WrittenBox.editFrom;
import static org.reelmill.worker.fmp4.WrittenBox.ints;
import static org.reelmill.worker.fmp4.WrittenBox.join;
import static org.reelmill.worker.fmp4.WrittenBox.matrix;
import static org.reelmill.worker.fmp4.WrittenBox.movieHeader;
import static org.reelmill.worker.fmp4.WrittenBox.noSamples;
import static org.reelmill.worker.fmp4.WrittenBox.shorts;
import static org.reelmill.worker.fmp4.WrittenBox.text;

import java.nio.ByteBuffer;
import java.util.List;

/// Writes H.264 pictures as CMAF: an init segment, and fragments of whole groups of pictures, as encoded
/// rungs have them. Frame n is decoded at n steps and shown as much later as the edit list takes away.
///
/// @param frameTicks from one frame to the next
/// @param delay frames that reordering needs
public record AvcTrack(
        AvcConfiguration configuration, int width, int height, int timescale, int frameTicks, int delay) {

    private static final int DEPENDENT = 0x0101_0000;
    private static final int INDEPENDENT = 0x0200_0000;
    private static final int PIXELS_PER_INCH = 72 << 16;

    /// A picture with its bytes.
    ///
    /// @param later how many frames after the delay-less order of decoding it is shown; negative if before
    public record Picture(byte[] bytes, int later) {}

    /// The init segment.
    public byte[] init() {
        byte[] track = box(
                "trak",
                box(
                        "tkhd",
                        ints(3, 0, 0, 1, 0, 0, 0, 0),
                        shorts(0, 0, 0, 0),
                        matrix(),
                        ints(width << 16, height << 16)),
                editFrom(delay * frameTicks),
                box("mdia", mediaHeader(), handler(), mediaInformation()));
        byte[] extend = box("mvex", box("trex", ints(0, 1, 1, frameTicks, 0, DEPENDENT)));
        return join(
                box("ftyp", text("iso6"), ints(0), text("iso6cmfcmp41")), box("moov", movieHeader(), track, extend));
    }

    /// A group of pictures, in the order in which they are decoded; the first one is an IDR picture.
    ///
    /// @param firstFrame number of the first one, from 0 over the film
    public byte[] fragment(long firstFrame, List<Picture> pictures) {
        byte[] moof = moof(firstFrame, pictures, 0);
        byte[] data = box("mdat", pictures.stream().map(Picture::bytes).toArray(byte[][]::new));
        return join(moof(firstFrame, pictures, moof.length + 8), data);
    }

    private byte[] moof(long firstFrame, List<Picture> pictures, int dataOffset) {
        byte[] time = ByteBuffer.allocate(12)
                .putInt(1 << 24)
                .putLong(firstFrame * frameTicks)
                .array();
        // Size and composition offset of each; of the first one flags.
        ByteBuffer run = ByteBuffer.allocate(16 + 8 * pictures.size());
        run.putInt(0xa05).putInt(pictures.size()).putInt(dataOffset).putInt(INDEPENDENT);
        for (Picture picture : pictures) {
            run.putInt(picture.bytes.length).putInt((picture.later + delay) * frameTicks);
        }
        // default-base-is-moof, with duration and flags.
        byte[] header = box("tfhd", ints(0x020028, 1, frameTicks, DEPENDENT));
        byte[] number = box("mfhd", ints(0, Math.toIntExact(firstFrame + 1)));
        return box("moof", number, box("traf", header, box("tfdt", time), box("trun", run.array())));
    }

    private byte[] mediaHeader() {
        return box("mdhd", ints(0, 0, 0, timescale, 0), shorts(0x55c4, 0)); // "und": the playlist names it
    }

    private static byte[] handler() {
        return box("hdlr", ints(0, 0), text("vide"), ints(0, 0, 0), text("Picture\0"));
    }

    private byte[] mediaInformation() {
        byte[] entry = box(
                "avc1",
                shorts(0, 0, 0, 1, 0, 0),
                ints(0, 0, 0),
                shorts(width, height),
                ints(PIXELS_PER_INCH, PIXELS_PER_INCH, 0),
                shorts(1),
                new byte[32], // Nobody's name.
                shorts(24, -1),
                box("avcC", configuration.bytes()));
        return box("minf", box("vmhd", ints(1, 0, 0)), dataHere(), noSamples(entry));
    }
}
