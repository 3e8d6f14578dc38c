package org.reelmill.worker.probe;

import java.io.IOException;
import java.util.OptionalLong;
import org.reelmill.worker.probe.Keyframes.Keyframe;

/// Finds the cluster of a Matroska file that begins with a keyframe, going back from it (RFC 9559 §5.1.3).
/// Only what is made of whole elements from the cluster's start to the keyframe's block is taken for one.
final class Cluster {

    private static final int SEARCHED = 16 * 1024;
    private static final byte[] ID = {0x1f, 0x43, (byte) 0xb6, 0x75};
    private static final int SIMPLE_BLOCK = 0xa3;
    private static final int BLOCK_GROUP = 0xa0;
    private static final int MOST_LENGTH_BYTES = 8;

    private final byte[] bytes;
    private final int keyframe;

    private Cluster(byte[] bytes, int keyframe) {
        this.bytes = bytes;
        this.keyframe = keyframe;
    }

    /// @return where the cluster begins; empty if other pictures, or too much sound, stand in it before
    static OptionalLong begunBy(Keyframe keyframe, ScannedFilm film) throws IOException, InterruptedException {
        long first = Math.max(0, keyframe.position() - SEARCHED);
        int length = Math.toIntExact(keyframe.position() - first);
        var cluster = new Cluster(film.bytes().at(first, length), length);
        for (int at = length - ID.length; at >= 0 && first + at > keyframe.before(); at--) {
            if (cluster.isId(at) && cluster.leads(at)) {
                return OptionalLong.of(first + at);
            }
        }
        return OptionalLong.empty();
    }

    private boolean isId(int at) {
        for (int i = 0; i < ID.length; i++) {
            if (bytes[at + i] != ID[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether elements follow one another from a cluster's start up to the keyframe.
    private boolean leads(int cluster) {
        int at = cluster + ID.length;
        at += lengthBytes(at);
        while (at < keyframe) {
            int id = bytes[at] & 0xff;
            int length = at + idBytes(at);
            int payload = length + lengthBytes(length);
            if (payload > keyframe) {
                return false;
            }
            if (id == SIMPLE_BLOCK && payload == keyframe || id == BLOCK_GROUP && payload + size(length) > keyframe) {
                return true;
            }
            at = (int) Math.min(keyframe + 1L, payload + size(length));
        }
        return false;
    }

    /// RFC 8794 §4: the leading zeros of a number's first byte tell how many follow.
    private int lengthBytes(int at) {
        return at >= keyframe ? 1 : Math.min(MOST_LENGTH_BYTES, Integer.numberOfLeadingZeros(bytes[at] & 0xff) - 23);
    }

    private int idBytes(int at) {
        return Math.min(4, lengthBytes(at));
    }

    private long size(int at) {
        if (at >= keyframe) {
            return Integer.MAX_VALUE;
        }
        int length = lengthBytes(at);
        long size = bytes[at] & (0xff >> length);
        for (int i = 1; i < length && at + i < keyframe; i++) {
            size = size << 8 | bytes[at + i] & 0xff;
        }
        return Math.min(size, Integer.MAX_VALUE);
    }
}
