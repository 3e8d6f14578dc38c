package org.reelmill.worker.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import org.reelmill.worker.source.ByteRange;

/// Where the fragments of a fragmented MP4 lie (ISO/IEC 14496-12 §8.8).
///
/// @param head all up to the end of `moov`
/// @param moofs positions of the fragments
record Fragments(ByteRange head, TreeSet<Long> moofs) {

    private static final int HEADER = 16;
    private static final int MOST_BOXES = 1_000_000;
    private static final int TFHD_SEARCHED = 1024;
    private static final int BASE_DATA_OFFSET = 1;

    /// Reads the headers of all boxes.
    ///
    /// @return empty if it is no fragmented MP4 whose fragments can be moved
    static Optional<Fragments> find(ScannedFilm film) throws IOException, InterruptedException {
        var moofs = new TreeSet<Long>();
        long headEnd = 0;
        long position = 0;
        for (int box = 0; box < MOST_BOXES && position < film.size(); box++) {
            ByteBuffer header = ByteBuffer.wrap(film.bytes().at(position, HEADER));
            if (header.limit() < HEADER) {
                break;
            }
            long size = Integer.toUnsignedLong(header.getInt(0));
            String type = new String(header.array(), 4, 4, StandardCharsets.ISO_8859_1);
            size = size == 1 ? header.getLong(8) : size;
            if (size < 8 || size > film.size() - position) {
                break; // The last one, up to the end, or damaged.
            }
            if (type.equals("moov")) {
                headEnd = position + size;
            } else if (type.equals("moof")) {
                if (moofs.isEmpty() && namesPlaces(film.bytes().at(position, TFHD_SEARCHED))) {
                    return Optional.empty();
                }
                moofs.add(position);
            }
            position += size;
        }
        return headEnd == 0 || moofs.isEmpty() || headEnd > moofs.getFirst()
                ? Optional.empty()
                : Optional.of(new Fragments(new ByteRange(0, headEnd), moofs));
    }

    /// The fragment that begins with this keyframe.
    Optional<Long> begunBy(Keyframes.Keyframe keyframe) {
        return Optional.ofNullable(moofs.floor(keyframe.position())).filter(moof -> keyframe.before() < moof);
    }

    /// Whether a fragment says where in the file its data lies, so that it cannot be read elsewhere.
    private static boolean namesPlaces(byte[] moof) {
        int tfhd = new String(moof, StandardCharsets.ISO_8859_1).indexOf("tfhd");
        return tfhd < 0 || tfhd + 8 > moof.length || (moof[tfhd + 7] & BASE_DATA_OFFSET) != 0;
    }
}
