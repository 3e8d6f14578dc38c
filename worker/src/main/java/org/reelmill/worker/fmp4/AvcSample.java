package org.reelmill.worker.fmp4;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The units of one picture of H.264, each with its length before it.
public final class AvcSample {

    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int ENHANCEMENT = 6;
    private static final int SEQUENCE_SET = 7;
    private static final int PICTURE_SET = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;

    private AvcSample() {}

    /// How a picture decodes.
    public enum Kind {
        /// Without any other, and none behind it needs one before it.
        IDR,
        OTHER
    }

    /// @throws CannotBeCopied if it is cut, has nothing to show, or what another decoder state would be
    ///     needed for: further parameter sets, partitions, second views
    public static Kind kind(byte[] sample, AvcConfiguration configuration) {
        var bytes = ByteBuffer.wrap(sample);
        Kind kind = null;
        while (bytes.hasRemaining()) {
            int length = bytes.remaining() < Integer.BYTES ? 0 : bytes.getInt();
            if (length <= 0 || length > bytes.remaining()) {
                throw new CannotBeCopied("a picture of it is cut");
            }
            int at = bytes.position();
            bytes.position(at + length);
            switch (bytes.get(at) & 0x1f) {
                case SLICE -> kind = Kind.OTHER;
                case IDR -> kind = kind == null ? Kind.IDR : kind;
                case ENHANCEMENT, DELIMITER, FILLER -> {}
                case SEQUENCE_SET, PICTURE_SET -> {
                    if (!configuration.has(Arrays.copyOfRange(sample, at, at + length))) {
                        throw new CannotBeCopied("its parameter sets change");
                    }
                }
                default -> throw new CannotBeCopied("it has units of kind " + (bytes.get(at) & 0x1f));
            }
        }
        if (kind == null) {
            throw new CannotBeCopied("a picture of it is empty");
        }
        return kind;
    }
}
