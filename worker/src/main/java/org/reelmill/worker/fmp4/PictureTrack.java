package org.reelmill.worker.fmp4;

import java.util.BitSet;

/// The pictures of an MP4 or MOV as its index lists them, in the order in which they are decoded.
public final class PictureTrack {

    private final AvcConfiguration configuration;
    private final int timescale;
    private final long[] offsets;
    private final int[] sizes;
    private final long[] shown;
    private final BitSet sync;

    /// @param shown when each is shown, in ticks, from any beginning
    /// @param sync those that the index names as places to begin at
    PictureTrack(
            AvcConfiguration configuration, int timescale, long[] offsets, int[] sizes, long[] shown, BitSet sync) {
        this.configuration = configuration;
        this.timescale = timescale;
        this.offsets = offsets.clone();
        this.sizes = sizes.clone();
        this.shown = shown.clone();
        this.sync = (BitSet) sync.clone();
    }

    public AvcConfiguration configuration() {
        return configuration;
    }

    /// Ticks in a second.
    public int timescale() {
        return timescale;
    }

    /// How many pictures there are.
    public int count() {
        return offsets.length;
    }

    /// Where the bytes of a picture lie in the film.
    public long offset(int picture) {
        return offsets[picture];
    }

    /// How many bytes a picture has.
    public int size(int picture) {
        return sizes[picture];
    }

    /// When a picture is shown, in ticks, from any beginning.
    public long shown(int picture) {
        return shown[picture];
    }

    /// Whether the index names a picture as a place to begin at.
    public boolean isSync(int picture) {
        return sync.get(picture);
    }
}
