package org.reelmill.worker.fmp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a media segment of one track holds.
public record SegmentFile(List<Fragment> fragments) {

    private static final int NON_SYNC = 0x1_0000;
    // tfhd (ISO/IEC 14496-12 §8.8.7)
    private static final int BASE_OFFSET = 0x01;
    private static final int DESCRIPTION = 0x02;
    private static final int DEFAULT_DURATION = 0x08;
    private static final int DEFAULT_SIZE = 0x10;
    private static final int DEFAULT_FLAGS = 0x20;
    // trun (§8.8.8)
    private static final int DATA_OFFSET = 0x01;
    private static final int FIRST_FLAGS = 0x04;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION = 0x800;

    public SegmentFile {
        fragments = List.copyOf(fragments);
    }

    public static SegmentFile read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    /// @throws BrokenMp4 if it is no whole media segment
    public static SegmentFile read(byte[] bytes) {
        var boxes = Box.in(ByteBuffer.wrap(bytes), 0);
        var fragments = boxes.stream()
                .filter(box -> box.type().equals("moof"))
                .map(SegmentFile::fragment)
                .toList();
        if (fragments.isEmpty()) {
            throw new BrokenMp4("A media segment has no moof.");
        }
        for (Fragment fragment : fragments) {
            long end = fragment.dataOffset()
                    + fragment.samples().stream()
                            .mapToLong(Fragment.Sample::bytes)
                            .sum();
            if (end > bytes.length) {
                throw new BrokenMp4("A media segment ends at byte " + bytes.length + " of " + end + ".");
            }
        }
        return new SegmentFile(fragments);
    }

    /// Decode time of the first sample, in ticks.
    public long startTicks() {
        return fragments.getFirst().decodeTime();
    }

    public long durationTicks() {
        return fragments.stream().mapToLong(Fragment::durationTicks).sum();
    }

    public int frames() {
        return fragments.stream()
                .mapToInt(fragment -> fragment.samples().size())
                .sum();
    }

    private static Fragment fragment(Box moof) {
        var traf = moof.at("traf");
        var defaults = Defaults.of(traf.at("tfhd"));
        var tfdt = traf.at("tfdt");
        long time = tfdt.version() == 1
                ? tfdt.fields().getLong(0)
                : Integer.toUnsignedLong(tfdt.fields().getInt(0));
        var samples = new ArrayList<Fragment.Sample>();
        long data = -1;
        for (Box box : traf.children()) {
            if (box.type().equals("trun")) {
                long offset = samples(box, defaults, samples);
                data = data < 0 ? offset : data;
            }
        }
        return new Fragment(moof.offset(), time, moof.offset() + Math.max(data, 0), samples);
    }

    /// @return where the data of this run begin, from the start of the `moof`
    private static long samples(Box trun, Defaults defaults, List<Fragment.Sample> samples) {
        int flags = trun.flags();
        var fields = trun.fields();
        int count = fields.getInt();
        long offset = has(flags, DATA_OFFSET) ? fields.getInt() : 0;
        long firstFlags = has(flags, FIRST_FLAGS) ? fields.getInt() : defaults.flags;
        for (int i = 0; i < count; i++) {
            long duration = has(flags, DURATION) ? Integer.toUnsignedLong(fields.getInt()) : defaults.duration;
            long size = has(flags, SIZE) ? Integer.toUnsignedLong(fields.getInt()) : defaults.size;
            long own = has(flags, FLAGS) ? fields.getInt() : i == 0 ? firstFlags : defaults.flags;
            if (has(flags, COMPOSITION)) {
                fields.getInt();
            }
            samples.add(new Fragment.Sample(duration, size, (own & NON_SYNC) == 0));
        }
        return offset;
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    /// What holds for samples that do not say otherwise.
    private record Defaults(long duration, long size, long flags) {

        static Defaults of(Box tfhd) {
            int flags = tfhd.flags();
            var fields = tfhd.fields();
            fields.getInt(); // The track.
            if (has(flags, BASE_OFFSET)) {
                fields.getLong();
            }
            if (has(flags, DESCRIPTION)) {
                fields.getInt();
            }
            return new Defaults(
                    has(flags, DEFAULT_DURATION) ? Integer.toUnsignedLong(fields.getInt()) : 0,
                    has(flags, DEFAULT_SIZE) ? Integer.toUnsignedLong(fields.getInt()) : 0,
                    has(flags, DEFAULT_FLAGS) ? fields.getInt() : 0);
        }
    }
}
