package org.reelmill.worker.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reelmill.worker.source.ByteRange;

/// Finds the packets of an MPEG transport stream that say which tracks it has (ISO/IEC 13818-1 §2.4.4): its
/// program association table and the program maps that this names. An excerpt begins with them, since the
/// next ones may come long after its first picture.
final class TransportHead {

    private static final int PACKET = 188;
    private static final int SYNC = 0x47;
    private static final int[] PACKETS = {PACKET, 192, 204};
    private static final int SEARCHED = 1 << 20;
    private static final int TABLE_HEADER = 8;
    private static final int PROGRAM = 4;
    private static final int CHECKSUM = 4;

    private final byte[] bytes;
    private final List<ByteRange> found = new ArrayList<>();
    private final Set<Integer> maps = new HashSet<>();

    private TransportHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @return nothing if no tables of the usual shape are there
    static List<ByteRange> find(ScannedFilm film) throws IOException, InterruptedException {
        var head = new TransportHead(film.bytes().at(0, (int) Math.min(SEARCHED, film.size())));
        for (int size : PACKETS) {
            for (int start = 0; start <= PACKETS[PACKETS.length - 1] - PACKET; start++) {
                if (head.isSync(start, size)) {
                    return head.tables(start, size);
                }
            }
        }
        return List.of();
    }

    private boolean isSync(int start, int size) {
        for (int packet = 0; packet < 4; packet++) {
            int at = start + packet * size;
            if (at >= bytes.length || (bytes[at] & 0xff) != SYNC) {
                return false;
            }
        }
        return true;
    }

    private List<ByteRange> tables(int start, int size) {
        // Packets of 192 bytes have their time in front of them.
        int lead = size == 192 && start >= 4 ? 4 : 0;
        for (int at = start; at + PACKET <= bytes.length; at += size) {
            int pid = (bytes[at + 1] & 0x1f) << 8 | bytes[at + 2] & 0xff;
            boolean isWanted = found.isEmpty() ? pid == 0 : maps.contains(pid);
            if (isWanted && begins(at)) {
                found.add(new ByteRange(at - lead, (long) at - lead + size));
                if (pid == 0) {
                    readPrograms(at);
                } else {
                    maps.remove(pid);
                }
                if (maps.isEmpty()) {
                    return pid == 0 ? List.of() : found;
                }
            }
        }
        return List.of();
    }

    /// Whether a table begins in this packet and ends in it too.
    private boolean begins(int at) {
        int table = table(at);
        return (bytes[at + 1] & 0x40) != 0
                && table + TABLE_HEADER < at + PACKET
                && table + 3 + sectionLength(table) <= at + PACKET;
    }

    private int table(int at) {
        int payload = at + 4 + ((bytes[at + 3] & 0x20) == 0 ? 0 : 1 + (bytes[at + 4] & 0xff));
        return payload >= at + PACKET ? payload : payload + 1 + (bytes[payload] & 0xff);
    }

    private int sectionLength(int table) {
        return (bytes[table + 1] & 0x0f) << 8 | bytes[table + 2] & 0xff;
    }

    private void readPrograms(int at) {
        int table = table(at);
        int end = table + 3 + sectionLength(table) - CHECKSUM;
        for (int program = table + TABLE_HEADER; program + PROGRAM <= end; program += PROGRAM) {
            boolean isNetwork = bytes[program] == 0 && bytes[program + 1] == 0;
            if (!isNetwork) {
                maps.add((bytes[program + 2] & 0x1f) << 8 | bytes[program + 3] & 0xff);
            }
        }
    }
}
