package org.reelmill.worker.fmp4;

import java.io.ByteArrayOutputStream;

/// The bits of a NAL unit, behind its header, without the bytes that keep start codes out (ITU-T H.264
/// §7.4.1).
final class UnitBits {

    private static final int MOST_ZEROS = 30;

    private final byte[] bytes;
    private int at;

    UnitBits(byte[] unit) {
        var plain = new ByteArrayOutputStream();
        int zeros = 0;
        for (int i = 1; i < unit.length; i++) {
            if (zeros >= 2 && unit[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = unit[i] == 0 ? zeros + 1 : 0;
            plain.write(unit[i]);
        }
        this.bytes = plain.toByteArray();
    }

    int number(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++, at++) {
            value = value << 1 | bytes[at / 8] >> (7 - at % 8) & 1;
        }
        return value;
    }

    /// ue(v), §9.1.
    int golomb() {
        int zeros = 0;
        while (number(1) == 0) {
            zeros++;
            if (zeros > MOST_ZEROS) {
                throw new IndexOutOfBoundsException("A number of a parameter set is too large.");
            }
        }
        return (1 << zeros) - 1 + number(zeros);
    }

    /// se(v), §9.1.1.
    int signedGolomb() {
        int code = golomb();
        return code % 2 == 0 ? -(code / 2) : code / 2 + 1;
    }
}
