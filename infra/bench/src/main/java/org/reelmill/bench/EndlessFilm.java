package org.reelmill.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.reelmill.testing.Body;
import org.reelmill.testing.MediaTools;

/// A valid silent MP4 of any size that exists only where it is read: two seconds of film, each picture filled
/// up to the same number of bytes (filler data, H.264 §7.3.2.7), again and again. Its index stands in front,
/// tells of each picture and each two seconds, with offsets of 64 bits, as long as those of real films.
final class EndlessFilm implements Body {

    static final int FRAMES_PER_SECOND = 25;

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int BLOCK_FRAMES = 2 * FRAMES_PER_SECOND;
    private static final int FRAME_BYTES = 96_000;
    private static final int TIMESCALE = 12_800;
    private static final int MOVIE_TIMESCALE = 1000;
    private static final int FILLER = 12;
    private static final int IDENTITY = 0x10000;
    private static final int SELF_CONTAINED = 1;
    private static final int LARGE_BOX_HEADER = 16;

    private final byte[] head;
    private final byte[] block;
    private final int blocks;

    private EndlessFilm(byte[] head, byte[] block, int blocks) {
        this.head = head;
        this.block = block;
        this.blocks = blocks;
    }

    /// A film of about so many bytes, which lasts two seconds for each 4.8 MB.
    static EndlessFilm of(long bytes, MediaTools tools, Path scratch) {
        tools.ffmpeg(List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + WIDTH + "x" + HEIGHT + ":rate=" + FRAMES_PER_SECOND + ":duration=2",
                "-c:v",
                "libx264",
                "-bf",
                "0",
                "-g",
                String.valueOf(BLOCK_FRAMES),
                "-pix_fmt",
                "yuv420p",
                "-f",
                "mp4",
                scratch.toString()));
        try {
            var clip = ByteBuffer.wrap(Files.readAllBytes(scratch));
            int blocks = Math.max(1, (int) (bytes / (FRAME_BYTES * BLOCK_FRAMES)));
            return new EndlessFilm(head(clip, blocks), block(clip), blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        return head.length + (long) blocks * block.length;
    }

    int frames() {
        return blocks * BLOCK_FRAMES;
    }

    @Override
    public void write(long from, long to, OutputStream out) throws IOException {
        long at = from;
        if (at < head.length) {
            int end = (int) Math.min(head.length, to);
            out.write(head, (int) at, end - (int) at);
            at = end;
        }
        while (at < to) {
            int inBlock = (int) ((at - head.length) % block.length);
            int length = (int) Math.min(block.length - inBlock, to - at);
            out.write(block, inBlock, length);
            at += length;
        }
    }

    /// The pictures of a clip, each filled up.
    private static byte[] block(ByteBuffer clip) {
        int sizes = content(clip, "stsz") + 12; // Behind version, common size (none) and count.
        int at = content(clip, "mdat");
        var block = ByteBuffer.allocate(BLOCK_FRAMES * FRAME_BYTES);
        for (int frame = 0; frame < BLOCK_FRAMES; frame++) {
            int size = clip.getInt(sizes + frame * Integer.BYTES);
            block.put(clip.array(), at, size);
            int filler = FRAME_BYTES - size - Integer.BYTES;
            block.putInt(filler).put((byte) FILLER);
            byte[] ones = new byte[filler - 2];
            Arrays.fill(ones, (byte) 0xff);
            block.put(ones).put((byte) 0x80);
            at += size;
        }
        return block.array();
    }

    private static byte[] head(ByteBuffer clip, int blocks) {
        byte[] type = whole(clip, "ftyp");
        int length = type.length + index(clip, blocks, 0).length + LARGE_BOX_HEADER;
        byte[] index = index(clip, blocks, length);
        long media = LARGE_BOX_HEADER + (long) blocks * BLOCK_FRAMES * FRAME_BYTES;
        return joined(
                type,
                index,
                ByteBuffer.allocate(LARGE_BOX_HEADER)
                        .putInt(1)
                        .put(name("mdat"))
                        .putLong(media)
                        .array());
    }

    /// ISO/IEC 14496-12 §8.2.
    private static byte[] index(ByteBuffer clip, int blocks, long firstByte) {
        int frames = blocks * BLOCK_FRAMES;
        int seconds = frames / FRAMES_PER_SECOND;
        byte[] movie = box(
                "mvhd",
                ints(0, 0, 0, MOVIE_TIMESCALE, seconds * MOVIE_TIMESCALE, IDENTITY, 0x1000000, 0, 0),
                matrix(),
                new byte[24],
                ints(2));
        byte[] track = box(
                "tkhd",
                ints(3, 0, 0, 1, 0, seconds * MOVIE_TIMESCALE, 0, 0, 0, 0),
                matrix(),
                ints(WIDTH << 16, HEIGHT << 16));
        byte[] media = box("mdhd", ints(0, 0, 0, TIMESCALE, seconds * TIMESCALE, 0x55c40000));
        byte[] handler = box("hdlr", ints(0, 0), name("vide"), ints(0, 0, 0), new byte[1]);
        byte[] where = box("dinf", box("dref", ints(0, 1), box("url ", ints(SELF_CONTAINED))));
        byte[] information = box("minf", box("vmhd", ints(1, 0, 0)), where, samples(clip, blocks, firstByte));
        return box("moov", movie, box("trak", track, box("mdia", media, handler, information)));
    }

    /// ISO/IEC 14496-12 §8.5 to §8.7: a chunk for each block.
    private static byte[] samples(ByteBuffer clip, int blocks, long firstByte) {
        int frames = blocks * BLOCK_FRAMES;
        var sizes = ByteBuffer.allocate(frames * Integer.BYTES);
        while (sizes.hasRemaining()) {
            sizes.putInt(FRAME_BYTES);
        }
        var keyframes = ByteBuffer.allocate(blocks * Integer.BYTES);
        var offsets = ByteBuffer.allocate(blocks * Long.BYTES);
        for (int number = 0; number < blocks; number++) {
            keyframes.putInt(number * BLOCK_FRAMES + 1);
            offsets.putLong(firstByte + (long) number * BLOCK_FRAMES * FRAME_BYTES);
        }
        return box(
                "stbl",
                whole(clip, "stsd"),
                box("stts", ints(0, 1, frames, TIMESCALE / FRAMES_PER_SECOND)),
                box("stss", ints(0, blocks), keyframes.array()),
                box("stsc", ints(0, 1, 1, BLOCK_FRAMES, 1)),
                box("stsz", ints(0, 0, frames), sizes.array()),
                box("co64", ints(0, blocks), offsets.array()));
    }

    private static byte[] matrix() {
        return ints(IDENTITY, 0, 0, 0, IDENTITY, 0, 0, 0, 0x40000000);
    }

    private static byte[] box(String name, byte[]... contents) {
        byte[] content = joined(contents);
        return joined(ints(content.length + 8), name(name), content);
    }

    private static byte[] ints(int... values) {
        var bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... pieces) {
        var joined = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }

    /// A box of the clip, with its header.
    private static byte[] whole(ByteBuffer clip, String name) {
        int content = content(clip, name);
        int size = clip.getInt(content - 8);
        return Arrays.copyOfRange(clip.array(), content - 8, content - 8 + size);
    }

    /// Where the content of the only box of this name begins.
    private static int content(ByteBuffer clip, String name) {
        byte[] wanted = name(name);
        for (int at = 4; at + 4 < clip.capacity(); at++) {
            if (Arrays.equals(clip.array(), at, at + 4, wanted, 0, 4)) {
                return at + 4;
            }
        }
        throw new IllegalStateException("ffmpeg wrote no " + name + ".");
    }
}
