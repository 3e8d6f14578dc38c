package org.reelmill.worker.encode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A growing file of AAC frames with ADTS headers (ISO/IEC 13818-7 §6.2), read as it grows.
///
/// The first frame holds nothing but the encoder's start-up: 1024 samples that stand before time 0. The next
/// one overlaps with it, and is not whole without it.
final class AdtsFile {

    private static final int HEADER = 7;
    private static final int HEADER_WITH_CHECKSUM = 9;

    private final Path file;
    private long position;

    AdtsFile(Path file) {
        this.file = file;
    }

    /// The frames that were completed since the last call, without their headers.
    List<byte[]> newFrames() {
        var frames = new ArrayList<byte[]>();
        byte[] bytes = rest();
        int at = 0;
        while (at + HEADER <= bytes.length) {
            if ((bytes[at] & 0xff) != 0xff || (bytes[at + 1] & 0xf6) != 0xf0) {
                throw new EncodeMismatch("At byte " + (position + at) + " no AAC frame begins.");
            }
            int size = (bytes[at + 3] & 0x03) << 11 | (bytes[at + 4] & 0xff) << 3 | (bytes[at + 5] & 0xe0) >> 5;
            if (at + size > bytes.length) {
                break;
            }
            int header = (bytes[at + 1] & 0x01) == 1 ? HEADER : HEADER_WITH_CHECKSUM;
            frames.add(Arrays.copyOfRange(bytes, at + header, at + size));
            at += size;
        }
        position += at;
        return frames;
    }

    private byte[] rest() {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(position);
            byte[] bytes = new byte[Math.toIntExact(in.length() - position)];
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ".", e);
        }
    }
}
