package org.reelmill.worker.fmp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Bytes of boxes (ISO/IEC 14496-12 §4.2) and of the fields in them.
final class WrittenBox {

    private static final int MATRIX_ONE = 0x0001_0000;

    private static final int MATRIX_LAST = 0x4000_0000;

    private WrittenBox() {}

    static byte[] movieHeader() {
        return box(
                "mvhd",
                ints(0, 0, 0, 1000, 0, MATRIX_ONE),
                shorts(0x100, 0),
                ints(0, 0),
                matrix(),
                ints(0, 0, 0, 0, 0, 0, 2));
    }

    /// One edit, at normal speed, of a film whose length is not known yet.
    ///
    /// @param ticks that are left out at the start of the media
    static byte[] editFrom(int ticks) {
        return box("edts", box("elst", ints(0, 1, 0, ticks, MATRIX_ONE)));
    }

    /// The media lie in the same file.
    static byte[] dataHere() {
        return box("dinf", box("dref", ints(0, 1), box("url ", ints(1))));
    }

    /// The tables of a track whose samples lie in fragments.
    static byte[] noSamples(byte[] entry) {
        return box(
                "stbl",
                box("stsd", ints(0, 1), entry),
                box("stts", ints(0, 0)),
                box("stsc", ints(0, 0)),
                box("stsz", ints(0, 0, 0)),
                box("stco", ints(0, 0)));
    }

    static byte[] matrix() {
        return ints(MATRIX_ONE, 0, 0, 0, MATRIX_ONE, 0, 0, 0, MATRIX_LAST);
    }

    static byte[] box(String type, byte[]... bodies) {
        byte[] body = join(bodies);
        return join(ints(body.length + 8), text(type), body);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    static byte[] join(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
