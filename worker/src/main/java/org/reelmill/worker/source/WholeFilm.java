package org.reelmill.worker.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.reelmill.worker.RejectedSource;

/// Tells a film that is cut off from the sizes that its container declares, before any work is put into it.
/// Reads headers only.
public final class WholeFilm {

    private static final int MOST_BOXES = 64;
    private static final int BOX_HEADER = 16;
    private static final int EBML_HEADERS = 128;
    /// What may stand at the top of a film in MP4 or QuickTime.
    private static final Set<String> BOXES = Set.of(
            "ftyp", "styp", "pdin", "moov", "moof", "mfra", "mdat", "free", "skip", "wide", "junk", "pnot", "PICT",
            "meta", "meco", "udta", "uuid", "sidx", "ssix", "prft", "emsg", "imda", "bloc", "jumb");
    private static final byte[] SEGMENT = {0x18, 0x53, (byte) 0x80, 0x67};

    private WholeFilm() {}

    /// @param demuxer of others than `mov` and `matroska` nothing can be told
    /// @throws RejectedSource if the film ends before its container does
    public static void check(SourceReader film, String demuxer) throws IOException, InterruptedException {
        long declared = switch (demuxer) {
            case "mov" -> endOfBoxes(film);
            case "matroska" -> endOfSegment(film);
            default -> 0;
        };
        if (declared > film.size()) {
            throw RejectedSource.because(
                    "source-truncated",
                    "The film is cut off: it should have " + declared + " bytes and has " + film.size()
                            + ". Find another source.");
        }
    }

    /// ISO/IEC 14496-12 §4.2: a box is its size, its type and perhaps a larger size.
    private static long endOfBoxes(SourceReader film) throws IOException, InterruptedException {
        long position = 0;
        for (int box = 0; box < MOST_BOXES && position < film.size(); box++) {
            ByteBuffer header = ByteBuffer.wrap(film.bytes(position, BOX_HEADER));
            if (header.limit() < Long.BYTES) {
                return position;
            }
            long size = Integer.toUnsignedLong(header.getInt(0));
            if (size == 1 && header.limit() == BOX_HEADER) {
                size = header.getLong(Long.BYTES);
            }
            if (size == 0) {
                return film.size(); // The last box goes to the end, wherever that is.
            }
            if (size < Long.BYTES || !BOXES.contains(type(header))) {
                return position; // Broken, which the probe says better; or a tag that players put behind the film.
            }
            position += size;
        }
        return position;
    }

    private static String type(ByteBuffer header) {
        return new String(header.array(), Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
    }

    /// RFC 8794 §6: after the EBML header stands the segment with its size, all ones if that is unknown.
    private static long endOfSegment(SourceReader film) throws IOException, InterruptedException {
        byte[] head = film.bytes(0, EBML_HEADERS);
        for (int at = 0; at + SEGMENT.length + Long.BYTES < head.length; at++) {
            if (Arrays.equals(head, at, at + SEGMENT.length, SEGMENT, 0, SEGMENT.length)) {
                int sizeAt = at + SEGMENT.length;
                int length = Integer.numberOfLeadingZeros(head[sizeAt] & 0xff) - 23;
                if (length > Long.BYTES) {
                    return 0;
                }
                long size = head[sizeAt] & (0xff >> length);
                for (int i = 1; i < length; i++) {
                    size = size << 8 | head[sizeAt + i] & 0xff;
                }
                boolean unknown = size == (1L << 7 * length) - 1;
                return unknown ? 0 : sizeAt + length + size;
            }
        }
        return 0;
    }
}
