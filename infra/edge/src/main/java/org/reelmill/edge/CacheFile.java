package org.reelmill.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.reelmill.title.Ids;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// One object in the cache's directory: a block that describes it, then its bytes. Written aside and moved
/// into place under a name that is never used again, so a reader never sees two versions mixed.
///
/// @param crc CRC-32C of the bytes
/// @param modified of the file, in milliseconds, when it was written or found
record CacheFile(Path path, ObjectHead head, long crc, long modified) {

    /// Where the bytes begin: a page, so that sending them needs no odd offsets.
    static final int BODY_AT = 4096;

    static final String SUFFIX = ".object";
    static final String PART_SUFFIX = ".part";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Block(ObjectHead head, long crc) {}

    /// Writes what the stream holds.
    ///
    /// @throws IOException also if the stream is shorter or longer than the head says
    static CacheFile write(Path directory, ObjectHead head, InputStream body) throws IOException {
        var name = Ids.next();
        var part = directory.resolve(name + PART_SUFFIX);
        try (var file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var sum = new CRC32C();
            file.position(BODY_AT);
            var written = new CheckedInputStream(body, sum).transferTo(Channels.newOutputStream(file));
            if (written != head.bytes()) {
                throw new IOException(
                        "The origin sent " + written + " of " + head.bytes() + " bytes of " + head.slot());
            }
            file.write(block(new Block(head, sum.getValue())), 0);
            var path = Files.move(part, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            return new CacheFile(
                    path, head, sum.getValue(), Files.getLastModifiedTime(path).toMillis());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Reads the description of a file that an earlier run wrote; empty if it is not whole.
    static Optional<CacheFile> read(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            var buffer = ByteBuffer.allocate(BODY_AT);
            file.read(buffer, 0);
            var block = JSON.readValue(new String(buffer.array(), StandardCharsets.UTF_8).strip(), Block.class);
            return file.size() == BODY_AT + block.head().bytes()
                    ? Optional.of(new CacheFile(
                            path,
                            block.head(),
                            block.crc(),
                            Files.getLastModifiedTime(path).toMillis()))
                    : Optional.empty();
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    /// Whether the file is there as it was written, by length and time. Cheap enough for every request.
    boolean isUntouched() {
        try {
            var now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.size() == bytesOnDisk() && now.lastModifiedTime().toMillis() == modified;
        } catch (IOException gone) {
            return false;
        }
    }

    /// Whether all bytes are as they were written. Reads the whole file.
    boolean isIntact() throws IOException {
        var sum = new CRC32C();
        try (var file = FileChannel.open(path).position(BODY_AT);
                var body = new CheckedInputStream(Channels.newInputStream(file), sum)) {
            return body.transferTo(OutputStream.nullOutputStream()) == head.bytes() && sum.getValue() == crc;
        }
    }

    long bytesOnDisk() {
        return BODY_AT + head.bytes();
    }

    /// Some of the bytes, whole or an exception.
    ByteBuffer bytes(ByteRange range) throws IOException {
        var buffer = ByteBuffer.allocate(Math.toIntExact(range.bytes()));
        try (var file = FileChannel.open(path)) {
            while (buffer.hasRemaining()) {
                if (file.read(buffer, BODY_AT + range.first() + buffer.position()) < 0) {
                    throw new IOException("The cache file " + path + " became shorter");
                }
            }
        }
        return buffer.flip();
    }

    private static ByteBuffer block(Block block) throws IOException {
        var json = JSON.writeValueAsBytes(block);
        if (json.length > BODY_AT) {
            throw new IOException(
                    "The description of " + block.head().slot() + " is longer than " + BODY_AT + " bytes");
        }
        var padded = Arrays.copyOf(json, BODY_AT);
        Arrays.fill(padded, json.length, BODY_AT, (byte) '\n');
        return ByteBuffer.wrap(padded);
    }
}
