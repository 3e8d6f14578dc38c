package org.reelmill.worker.fmp4;

import java.util.Set;

/// What a sequence parameter set of H.264 says (ITU-T H.264 §7.3.2.1.1), up to its picture size.
///
/// @param constraints the byte of constraint flags, the first one highest
/// @param level ten times the level: 31 means 3.1
/// @param chroma 1 means 4:2:0
/// @param isProgressive whether all pictures are whole frames
/// @param width as it is shown, without what is cropped
/// @param isShifted whether rows or columns are cropped at the top or the left
public record SequenceParameters(
        int profile,
        int constraints,
        int level,
        int chroma,
        int bitDepth,
        boolean isProgressive,
        int width,
        int height,
        boolean isShifted) {

    private static final Set<Integer> WITH_CHROMA =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);
    private static final int SMALL_LISTS = 6;
    private static final int BLOCK = 16;

    /// @param unit with its header of one byte
    /// @throws IndexOutOfBoundsException if it is cut
    static SequenceParameters read(byte[] unit) {
        var bits = new UnitBits(unit);
        int profile = bits.number(8);
        int constraints = bits.number(8);
        int level = bits.number(8);
        bits.golomb(); // Its number.
        Format format = WITH_CHROMA.contains(profile) ? Format.read(bits) : Format.USUAL;
        skipOrder(bits);
        int width = (bits.golomb() + 1) * BLOCK;
        int mapUnits = bits.golomb() + 1;
        boolean isProgressive = bits.number(1) == 1;
        int height = mapUnits * BLOCK * (isProgressive ? 1 : 2);
        if (!isProgressive) {
            bits.number(1);
        }
        bits.number(1);
        int[] crop = crop(bits);
        int across = format.chroma == 1 || format.chroma == 2 ? 2 : 1;
        int down = (format.chroma == 1 ? 2 : 1) * (isProgressive ? 1 : 2);
        return new SequenceParameters(
                profile,
                constraints,
                level,
                format.chroma,
                format.bitDepth,
                isProgressive,
                width - across * (crop[0] + crop[1]),
                height - down * (crop[2] + crop[3]),
                crop[0] != 0 || crop[2] != 0);
    }

    /// Left, right, top, bottom.
    private static int[] crop(UnitBits bits) {
        var crop = new int[4];
        if (bits.number(1) == 1) {
            for (int side = 0; side < crop.length; side++) {
                crop[side] = bits.golomb();
            }
        }
        return crop;
    }

    /// What profiles from High on say of it.
    private record Format(int chroma, int bitDepth) {

        static final Format USUAL = new Format(1, 8);

        static Format read(UnitBits bits) {
            int chroma = bits.golomb();
            if (chroma == 3) {
                bits.number(1);
            }
            int depth = 8 + Math.max(bits.golomb(), bits.golomb());
            bits.number(1);
            skipScaling(bits, chroma);
            return new Format(chroma, depth);
        }
    }

    private static void skipScaling(UnitBits bits, int chroma) {
        if (bits.number(1) == 0) {
            return;
        }
        for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
            if (bits.number(1) == 1) {
                int last = 8;
                int next = 8;
                for (int i = 0; i < (list < SMALL_LISTS ? 16 : 64); i++) {
                    if (next != 0) {
                        next = (last + bits.signedGolomb() + 256) % 256;
                    }
                    last = next == 0 ? last : next;
                }
            }
        }
    }

    /// Numbers of frames, order of showing, references.
    private static void skipOrder(UnitBits bits) {
        bits.golomb();
        int kind = bits.golomb();
        if (kind == 0) {
            bits.golomb();
        } else if (kind == 1) {
            bits.number(1);
            bits.signedGolomb();
            bits.signedGolomb();
            int cycle = bits.golomb();
            for (int i = 0; i < cycle; i++) {
                bits.signedGolomb();
            }
        }
        bits.golomb();
        bits.number(1);
    }
}
