package org.reelmill.worker.fmp4;

import java.nio.ByteBuffer;
import java.util.BitSet;

/// The tables of a track (`stbl`, ISO/IEC 14496-12 §8.5 to §8.7): where each sample lies, when it is shown.
final class SampleTables {

    private static final int MOST_SAMPLES = 2_000_000;

    private final Box stbl;
    private final long fileSize;
    private final int count;
    private final int[] sizes;

    SampleTables(Box stbl, long fileSize) {
        this.stbl = stbl;
        this.fileSize = fileSize;
        ByteBuffer stsz = stbl.at("stsz").fields();
        int all = stsz.getInt();
        this.count = stsz.getInt();
        if (count < 1 || count > MOST_SAMPLES) {
            throw new BrokenMp4("A track has " + count + " samples.");
        }
        this.sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = all == 0 ? stsz.getInt() : all;
        }
    }

    PictureTrack track(AvcConfiguration configuration, int timescale) {
        return new PictureTrack(configuration, timescale, offsets(), sizes, shown(), sync());
    }

    /// From chunks of samples that lie one behind another.
    private long[] offsets() {
        boolean isLong = stbl.child("co64").isPresent();
        ByteBuffer chunks = stbl.at(isLong ? "co64" : "stco").fields();
        int chunkCount = chunks.getInt();
        ByteBuffer runs = stbl.at("stsc").fields();
        int runsLeft = runs.getInt();
        var offsets = new long[count];
        int sample = 0;
        int perChunk = 0;
        int nextRun = runsLeft == 0 ? Integer.MAX_VALUE : runs.getInt();
        for (int chunk = 1; chunk <= chunkCount && sample < count; chunk++) {
            if (chunk == nextRun) {
                perChunk = runs.getInt();
                if (runs.getInt() != 1) {
                    throw new CannotBeCopied("its pictures are described in several ways");
                }
                runsLeft--;
                nextRun = runsLeft == 0 ? Integer.MAX_VALUE : runs.getInt();
            }
            long at = isLong ? chunks.getLong() : Integer.toUnsignedLong(chunks.getInt());
            for (int i = 0; i < perChunk && sample < count; i++, sample++) {
                if (sizes[sample] <= 0 || at < 0 || at > fileSize - sizes[sample]) {
                    throw new BrokenMp4("Sample " + sample + " lies outside of the film.");
                }
                offsets[sample] = at;
                at += sizes[sample];
            }
        }
        if (sample < count) {
            throw new BrokenMp4("A track has places for " + sample + " of " + count + " samples.");
        }
        return offsets;
    }

    private long[] shown() {
        var shown = new long[count];
        ByteBuffer steps = stbl.at("stts").fields();
        int runs = steps.getInt();
        long time = 0;
        int sample = 0;
        for (int run = 0; run < runs && sample < count; run++) {
            int of = steps.getInt();
            long step = Integer.toUnsignedLong(steps.getInt());
            for (int i = 0; i < of && sample < count; i++, sample++) {
                shown[sample] = time;
                time = Math.addExact(time, step);
            }
        }
        if (sample < count) {
            throw new BrokenMp4("A track has times for " + sample + " of " + count + " samples.");
        }
        stbl.child("ctts").ifPresent(ctts -> delay(ctts.fields(), shown));
        return shown;
    }

    // Unsigned in version 0; but some write negative ones there too, and none needs as many as the sign
    // takes.
    private void delay(ByteBuffer ctts, long[] shown) {
        int runs = ctts.getInt();
        int sample = 0;
        for (int run = 0; run < runs && sample < count; run++) {
            int of = ctts.getInt();
            int offset = ctts.getInt();
            for (int i = 0; i < of && sample < count; i++, sample++) {
                shown[sample] += offset;
            }
        }
        if (sample < count) {
            throw new BrokenMp4("A track has delays for " + sample + " of " + count + " samples.");
        }
    }

    private BitSet sync() {
        var sync = new BitSet(count);
        var stss = stbl.child("stss");
        if (stss.isEmpty()) {
            sync.set(0, count);
            return sync;
        }
        ByteBuffer numbers = stss.get().fields();
        int entries = numbers.getInt();
        for (int i = 0; i < entries; i++) {
            int number = numbers.getInt();
            if (number < 1 || number > count) {
                throw new BrokenMp4("A track has no sample " + number + ".");
            }
            sync.set(number - 1);
        }
        return sync;
    }
}
