package org.reelmill.worker.fmp4;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A fragmented MP4 that is being written, read as it grows. Holds no more than one fragment in memory.
public final class GrowingMp4 {

    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;

    private final Path file;
    private byte[] init = new byte[0];
    private long position;

    public GrowingMp4(Path file) {
        this.file = file;
    }

    /// A `moof` with its `mdat`.
    public record Piece(Fragment fragment, byte[] bytes) {}

    /// The bytes before the first fragment; empty until that is there.
    public byte[] init() {
        return init.clone();
    }

    /// Whether the file has become shorter than what was read of it: it is written anew.
    public boolean isShorterThanRead() {
        try {
            return position > 0 && (!Files.exists(file) || Files.size(file) < position);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ".", e);
        }
    }

    /// Reads the fragments that were completed since the last call, one after another.
    ///
    /// @throws BrokenMp4 if something else follows
    public void readNew(Consumer<Piece> reader) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            for (Piece piece = next(in); piece != null; piece = next(in)) {
                reader.accept(piece);
            }
        }
    }

    private @Nullable Piece next(RandomAccessFile in) throws IOException {
        if (init.length == 0) {
            readInit(in);
        }
        if (init.length == 0 || !typeAt(in, position).equals("moof")) {
            return null;
        }
        long data = position + sizeAt(in, position);
        if (!typeAt(in, data).equals("mdat")) {
            return null;
        }
        long end = data + sizeAt(in, data);
        if (end > in.length()) {
            return null;
        }
        byte[] bytes = read(in, position, end);
        position = end;
        return new Piece(SegmentFile.read(bytes).fragments().getFirst(), bytes);
    }

    private void readInit(RandomAccessFile in) throws IOException {
        long at = 0;
        String type = typeAt(in, at);
        while (!type.isEmpty() && !type.equals("moof")) {
            at += sizeAt(in, at);
            type = typeAt(in, at);
        }
        if (type.equals("moof")) {
            init = read(in, 0, at);
            position = at;
        }
    }

    private static byte[] read(RandomAccessFile in, long from, long to) throws IOException {
        var bytes = new byte[Math.toIntExact(to - from)];
        in.seek(from);
        in.readFully(bytes);
        return bytes;
    }

    /// Empty where the file does not reach yet.
    private static String typeAt(RandomAccessFile in, long at) throws IOException {
        return in.length() < at + LARGE_HEADER
                ? ""
                : new String(read(in, at + 4, at + HEADER), StandardCharsets.ISO_8859_1);
    }

    private static long sizeAt(RandomAccessFile in, long at) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(read(in, at, at + LARGE_HEADER));
        long size = Integer.toUnsignedLong(header.getInt(0));
        if (size == 1) {
            size = header.getLong(HEADER);
        }
        if (size < HEADER) {
            throw new BrokenMp4("A box at byte " + at + " has a broken size.");
        }
        return size;
    }
}
