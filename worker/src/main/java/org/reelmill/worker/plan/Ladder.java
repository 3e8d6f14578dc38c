package org.reelmill.worker.plan;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The configured ladder, tallest rung first.
///
/// @param preset of x264, for all rungs
/// @param rungs at least one
@ConfigurationProperties("reelmill.ladder")
public record Ladder(
        @DefaultValue("veryfast") String preset,
        @DefaultValue List<Rung> rungs) {

    private static final List<Rung> USUAL =
            List.of(new Rung(1080, 21, 5000), new Rung(720, 21, 2800), new Rung(480, 21, 1400), new Rung(360, 21, 800));

    public Ladder {
        rungs = (rungs.isEmpty() ? USUAL : rungs)
                .stream().sorted(comparingInt(Rung::height).reversed()).toList();
    }

    /// 1080, 720, 480 and 360 lines.
    public static Ladder usual() {
        return new Ladder("veryfast", USUAL);
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
