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

/// Writes AAC-LC as CMAF: an init segment, and media segments of one fragment each.
///
/// The encoder's first frame stands before time 0. It is in the stream, since the next one is not whole
/// without it, and an edit list takes it away again (ISO/IEC 14496-12 §8.6.6). So the sound begins at 0,
/// exact from its first sample: Chromium, Firefox, Safari and ffmpeg decode that frame and drop what came of
/// it.
public final class AacTrack {

    /// Ticks in a second, which are samples.
    public static final int TIMESCALE = 48_000;

    /// Samples in an AAC frame.
    public static final int FRAME = 1024;

    /// Frames at the start of the stream that stand before time 0.
    public static final int PRIMING_FRAMES = 1;

    private AacTrack() {}

    /// The init segment.
    ///
    /// @param bitRate that the stream is meant to have, in bit/s
    /// @param channels 2, or 6 for 5.1
    public static byte[] init(int bitRate, int channels) {
        byte[] track = box(
                "trak",
                tkhd(),
                editFrom(PRIMING_FRAMES * FRAME),
                box("mdia", mdhd(), handler(), mediaInformation(bitRate, channels)));
        byte[] extend = box("mvex", box("trex", ints(0, 1, 1, FRAME, 0, 0)));
        return join(
                box("ftyp", text("iso6"), ints(0), text("iso6cmfcmp41")), box("moov", movieHeader(), track, extend));
    }

    /// A media segment.
    ///
    /// @param number from 1, over the stream
    /// @param firstFrame number of the first frame in the stream, the one before time 0 being number 0
    /// @param frames raw AAC frames, without ADTS headers
    public static byte[] segment(int number, long firstFrame, List<byte[]> frames) {
        ByteBuffer run = ByteBuffer.allocate(12 + 4 * frames.size());
        run.putInt(0x201).putInt(frames.size()).putInt(0); // data offset and sizes; the offset follows below
        frames.forEach(frame -> run.putInt(frame.length));
        byte[] header = box("mfhd", ints(0, number));
        byte[] moof = moof(header, firstFrame, run);
        run.putInt(8, moof.length + 8); // the data begins after the header of mdat
        return join(moof(header, firstFrame, run), box("mdat", frames.toArray(byte[][]::new)));
    }

    private static byte[] moof(byte[] header, long firstFrame, ByteBuffer run) {
        byte[] time = ByteBuffer.allocate(12)
                .putInt(1 << 24)
                .putLong(firstFrame * FRAME)
                .array();
        // default-base-is-moof, with duration and flags: every frame stands by itself.
        byte[] track = box("tfhd", ints(0x020028, 1, FRAME, 0x0200_0000));
        return box("moof", header, box("traf", track, box("tfdt", time), box("trun", run.array())));
    }

    private static byte[] tkhd() {
        return box("tkhd", ints(3, 0, 0, 1, 0, 0, 0, 0), shorts(0, 0, 0x100, 0), matrix(), ints(0, 0));
    }

    private static byte[] mdhd() {
        return box("mdhd", ints(0, 0, 0, TIMESCALE, 0), shorts(0x55c4, 0)); // language "und": the playlist names it
    }

    private static byte[] handler() {
        return box("hdlr", ints(0, 0), text("soun"), ints(0, 0, 0), text("Sound\0"));
    }

    private static byte[] mediaInformation(int bitRate, int channels) {
        return box("minf", box("smhd", ints(0, 0)), dataHere(), noSamples(sampleEntry(bitRate, channels)));
    }

    private static byte[] sampleEntry(int bitRate, int channels) {
        return box(
                "mp4a",
                shorts(0, 0, 0, 1, 0, 0, 0, 0, channels, 16, 0, 0),
                ints(TIMESCALE << 16),
                esds(bitRate, channels));
    }

    // ISO/IEC 14496-1 §7.2.6: ES descriptor, decoder configuration, AudioSpecificConfig (ISO/IEC 14496-3
    // §1.6.2.1: five bits AAC-LC, four 48 kHz, four the channel configuration, which is their number up to
    // 6).
    private static byte[] esds(int bitRate, int channels) {
        byte[] config = {0x05, 2, 0x11, (byte) (0x80 | channels << 3)};
        byte[] decoder = join(new byte[] {0x04, 17, 0x40, 0x15, 0, 0, 0}, ints(bitRate, bitRate), config);
        byte[] stream = join(new byte[] {0x03, 25, 0, 1, 0}, decoder, new byte[] {0x06, 1, 2});
        return box("esds", ints(0), stream);
    }
}
