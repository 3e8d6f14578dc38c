package org.reelmill.worker.plan;

import java.util.BitSet;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.reelmill.worker.fmp4.CannotBeCopied;
import org.reelmill.worker.fmp4.PictureTrack;

/// The pictures of a film on the places of its output grid, in the order in which they are decoded: what a
/// rung is copied from. Each place has one picture.
public final class CopiedPictures {

    // In frames: a film's clock may round, but a picture must not be thought to be another one.
    private static final double JITTER = 0.05;
    // H.264 reorders over 16 pictures at most.
    private static final int LONGEST_DELAY = 16;

    private final PictureTrack track;
    private final int[] places;
    private final BitSet closing = new BitSet();
    private final int delay;

    /// @throws CannotBeCopied if a picture is missing, or stands beside the grid
    public CopiedPictures(PictureTrack track, OutputGrid grid) {
        this.track = track;
        if (track.count() != grid.frames()) {
            throw new CannotBeCopied("%d pictures are shown of %d in the film".formatted(grid.frames(), track.count()));
        }
        this.places = places(track, grid);
        int latest = -1;
        int most = 0;
        for (int picture = 0; picture < places.length; picture++) {
            // All before it are shown before, so all behind it are shown behind.
            if (track.isSync(picture) && places[picture] == picture && latest == picture - 1) {
                closing.set(picture);
            }
            latest = Math.max(latest, places[picture]);
            most = Math.max(most, picture - places[picture]);
        }
        this.delay = most;
        if (!closing.get(0) || delay > LONGEST_DELAY) {
            throw new CannotBeCopied("its pictures do not begin with one that decodes alone");
        }
    }

    private static int[] places(PictureTrack track, OutputGrid grid) {
        long first = Long.MAX_VALUE;
        for (int picture = 0; picture < track.count(); picture++) {
            first = Math.min(first, track.shown(picture));
        }
        double perTick = grid.rate().value() / track.timescale();
        var places = new int[track.count()];
        var taken = new BitSet();
        for (int picture = 0; picture < places.length; picture++) {
            double place = (track.shown(picture) - first) * perTick;
            long nearest = Math.round(place);
            if (Math.abs(place - nearest) > JITTER || nearest >= places.length || taken.get((int) nearest)) {
                throw new CannotBeCopied("picture %d does not stand on a place of %s frames/s of its own"
                        .formatted(picture, grid.rate()));
            }
            places[picture] = (int) nearest;
            taken.set(places[picture]);
        }
        return places;
    }

    public PictureTrack track() {
        return track;
    }

    /// How many frames the order of decoding runs before the order of showing.
    public int delay() {
        return delay;
    }

    /// Which frame of the grid a picture is.
    public int place(int picture) {
        return places[picture];
    }

    /// Whether a picture is named as a place to begin at, and no picture behind it is shown before it, nor
    /// one before it behind. Then its number is that of its frame.
    public boolean closesGroup(int picture) {
        return closing.get(picture);
    }

    /// Frames that segments may begin with.
    ///
    /// @param every only those whose number can be divided by it
    NavigableSet<Long> keyframes(int every) {
        var keyframes = new TreeSet<Long>();
        closing.stream().filter(frame -> frame % every == 0).forEach(frame -> keyframes.add((long) frame));
        return keyframes;
    }

    /// Bytes of the pictures from one frame to before another, both of which begin groups.
    long bytes(long first, long end) {
        long bytes = 0;
        for (int picture = (int) first; picture < end; picture++) {
            bytes += track.size(picture);
        }
        return bytes;
    }
}
