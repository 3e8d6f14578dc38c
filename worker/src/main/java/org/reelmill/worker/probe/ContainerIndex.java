package org.reelmill.worker.probe;

import java.util.Arrays;
import org.reelmill.worker.probe.MediaInfo.Index;

/// Tells from the first bytes of a film whether its container has an index of what lies where.
public final class ContainerIndex {

    // RFC 9559 §5.1.1: a Seek entry whose SeekID is that of Cues.
    private static final byte[] SEEK_TO_CUES = {0x53, (byte) 0xab, (byte) 0x84, 0x1c, 0x53, (byte) 0xbb, 0x6b};

    private ContainerIndex() {}

    /// @param first as many bytes as the [Sniffer] wants
    public static Index of(String demuxer, byte[] first) {
        return switch (demuxer) {
            case "mov" -> Index.PRESENT; // Unless it is fragmented, which the probe finds.
            case "matroska" -> leadsToCues(first) ? Index.PRESENT : Index.ABSENT;
            default -> Index.ABSENT;
        };
    }

    private static boolean leadsToCues(byte[] first) {
        for (int at = 0; at + SEEK_TO_CUES.length <= first.length; at++) {
            if (Arrays.equals(first, at, at + SEEK_TO_CUES.length, SEEK_TO_CUES, 0, SEEK_TO_CUES.length)) {
                return true;
            }
        }
        return false;
    }
}
