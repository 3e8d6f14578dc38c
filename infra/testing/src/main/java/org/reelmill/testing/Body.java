package org.reelmill.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes that a [MisbehavingServer] sends: of an array, of a file, or made up as they are asked
/// for.
public interface Body {

    long size();

    /// Writes the bytes `from` up to, but not including, `to`.
    void write(long from, long to, OutputStream out) throws IOException;

    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void write(long from, long to, OutputStream out) throws IOException {
                out.write(bytes, (int) from, (int) (to - from));
            }
        };
    }

    static Body of(Path file) {
        return new Body() {
            @Override
            public long size() {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void write(long from, long to, OutputStream out) throws IOException {
                try (var channel = FileChannel.open(file)) {
                    var buffer = ByteBuffer.allocate(64 * 1024);
                    for (var at = from; at < to; ) {
                        var read = channel.read(buffer.clear().limit((int) Math.min(buffer.capacity(), to - at)), at);
                        if (read < 0) {
                            throw new IOException(file + " became shorter while it was sent");
                        }
                        out.write(buffer.array(), 0, read);
                        at += read;
                    }
                }
            }
        };
    }
}
