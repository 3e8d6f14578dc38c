package org.reelmill.worker.fmp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The parameter sets of a track of H.264 (`avcC`, ISO/IEC 14496-15 §5.3.3.1).
public final class AvcConfiguration {

    private static final int UNIT_LENGTH = 4;
    private static final int COUNTS = 4;

    private final byte[] bytes;
    private final List<byte[]> sets = new ArrayList<>();
    private final SequenceParameters sequence;

    /// @throws CannotBeCopied if there is not one sequence parameter set, or units have other lengths than
    ///     ours
    AvcConfiguration(byte[] bytes) {
        this.bytes = bytes.clone();
        var fields = ByteBuffer.wrap(bytes).position(COUNTS);
        int length = (fields.get() & 3) + 1;
        int sequences = fields.get() & 0x1f;
        if (length != UNIT_LENGTH || sequences != 1) {
            throw new CannotBeCopied(
                    "its track has %d sequence parameter sets and lengths of %d bytes".formatted(sequences, length));
        }
        add(fields, sequences);
        add(fields, Byte.toUnsignedInt(fields.get()));
        this.sequence = SequenceParameters.read(sets.getFirst());
    }

    public SequenceParameters sequence() {
        return sequence;
    }

    /// As it stands in the box.
    byte[] bytes() {
        return bytes.clone();
    }

    /// Whether a unit of a picture is one of the sets that stand here.
    boolean has(byte[] unit) {
        return sets.stream().anyMatch(set -> Arrays.equals(set, unit));
    }

    private void add(ByteBuffer fields, int count) {
        for (int i = 0; i < count; i++) {
            var set = new byte[Short.toUnsignedInt(fields.getShort())];
            fields.get(set);
            sets.add(set);
        }
    }
}
