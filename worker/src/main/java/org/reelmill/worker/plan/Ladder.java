package org.reelmill.worker.plan;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;

/// A ladder, tallest rung first.
///
/// @param name of the file that it was read from
/// @param preset of x264, for all rungs
/// @param rungs at least one; those of half the frames below those of all
/// @param copying whether films that fit the tallest of their rungs are taken over as they are
public record Ladder(String name, String preset, List<Rung> rungs, Copying copying) {

    /// Which films a rung is copied of.
    public enum Copying {
        /// Those that it can be of, exactly.
        FITTING,
        NEVER
    }

    public Ladder {
        rungs = rungs.stream().sorted(comparingInt(Rung::height).reversed()).toList();
        boolean isHalved = false;
        for (Rung rung : rungs) {
            if (isHalved && rung.frames() == Frames.ALL) {
                throw new IllegalArgumentException("A rung of all frames stands below one of half the frames.");
            }
            isHalved = rung.frames() == Frames.HALF;
        }
        if (rungs.isEmpty()) {
            throw new IllegalArgumentException("A ladder needs a rung.");
        }
    }

    /// That encodes all rungs.
    public Ladder(String name, String preset, List<Rung> rungs) {
        this(name, preset, rungs, Copying.NEVER);
    }

    /// The same, but that copies what fits.
    public Ladder copyingWhatFits() {
        return new Ladder(name, preset, rungs, Copying.FITTING);
    }

    /// 1080, 720, 480 and 360 lines.
    public static Ladder usual() {
        return LadderReader.shipped("usual");
    }

    /// Name and content in short, e.g. `usual-3f9a01c7`: ladders that differ in anything have another.
    public String version() {
        return name + "-%08x".formatted((preset + rungs + (copying == Copying.FITTING ? copying : "")).hashCode());
    }

    /// The rungs that a picture fills; those that it would have to be enlarged for are left out, but one
    /// stays that has it at its own size, the lowest that can.
    List<Rung> fitting(int width, int height) {
        var fitting = new ArrayList<Rung>();
        for (Rung rung : rungs) {
            boolean fills = PictureSize.scale(width, height, rung) < 1;
            if (!fills && !fitting.isEmpty() && PictureSize.scale(width, height, fitting.getLast()) >= 1) {
                fitting.removeLast();
            }
            fitting.add(rung);
        }
        return List.copyOf(fitting);
    }
}
