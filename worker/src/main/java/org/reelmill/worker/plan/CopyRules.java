package org.reelmill.worker.plan;

import java.util.List;
import java.util.Set;
import org.reelmill.worker.fmp4.CannotBeCopied;
import org.reelmill.worker.fmp4.SequenceParameters;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.VideoStream;

/// What a film must be like for its tallest rung to be copied. Each rule that is not kept is said in words.
/// Pure.
final class CopyRules {

    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int HIGH = 100;
    private static final int CONSTRAINED = 0x40;
    // What every device of these ten years plays.
    private static final int USUAL_LEVEL = 41;
    private static final int HD_HEIGHT = 720;

    private CopyRules() {}

    /// What the probe and the plan tell already.
    ///
    /// @throws CannotBeCopied if a rule is not kept
    static void probed(IngestPlan plan, Ladder ladder) {
        VideoStream video = plan.media().video().getFirst();
        RungPlan rung = plan.rungs().getFirst();
        must(ladder.copying() == Ladder.Copying.FITTING, "the ladder says never to copy");
        must(plan.rungs().size() > 1, "the film has but one rung, which has to be decoded to find damage");
        must(plan.kind() == PlanKind.INDEXED, "the film has no index");
        must(video.codec().equals("h264"), "the picture is " + video.codec() + ", not h264");
        must(plan.media().demuxer().equals("mov"), "only the index of MP4 and MOV tells where each picture stands");
        must(plan.media().video().size() == 1, "the film has several picture tracks");
        must(video.pixelFormat().equals("yuv420p"), "the picture is of " + video.pixelFormat() + ", not yuv420p");
        must(video.scan() == VideoStream.Scan.PROGRESSIVE, "the picture is interlaced");
        must(video.rotation() == 0, "the picture has to be turned by " + video.rotation() + "°");
        must(video.sampleAspect().num() == video.sampleAspect().den(), "the pixels are not square");
        must(
                video.width() == rung.width() && video.height() == rung.height(),
                "the picture has %d × %d pixels, the tallest rung %d × %d"
                        .formatted(video.width(), video.height(), rung.width(), rung.height()));
        must(rung.frames() == Frames.ALL, "the tallest rung shows every second frame");
        FrameTiming timing = video.timing();
        must(
                timing != null
                        && timing.rhythm() == FrameTiming.Rhythm.CONSTANT
                        && timing.rate().equals(plan.grid().rate()),
                "its frame rate varies, or is higher than 60");
        colours(video);
    }

    /// Encoded rungs are of BT.709 in limited range: a copied one must look the same beside them.
    private static void colours(VideoStream video) {
        var colour = video.colour();
        String matrix = colour.matrix();
        must(!"pc".equals(colour.range()), "its colours are of full range");
        must(
                matrix == null || matrix.equals("unknown") ? video.height() >= HD_HEIGHT : matrix.equals("bt709"),
                "its colours are not said to be of BT.709");
        for (String said : new String[] {colour.primaries(), colour.transfer()}) {
            must(said == null || Set.of("bt709", "unknown").contains(said), "its colours are of " + said);
        }
    }

    /// What the stream's own header says.
    ///
    /// @throws CannotBeCopied if a rule is not kept
    static void headed(SequenceParameters said, RungPlan rung) {
        int profile = said.profile();
        boolean isBaseline = profile == BASELINE && (said.constraints() & CONSTRAINED) != 0;
        must(isBaseline || profile == MAIN || profile == HIGH, "its profile is number " + profile);
        must(said.chroma() == 1 && said.bitDepth() == 8, "the picture is not of 8 bits in 4:2:0");
        must(said.isProgressive(), "the picture may be interlaced");
        must(
                said.width() == rung.width() && said.height() == rung.height() && !said.isShifted(),
                "its header says %d × %d pixels".formatted(said.width(), said.height()));
        int allowed = Math.max(USUAL_LEVEL, (int) Math.round(Double.parseDouble(rung.level()) * 10));
        must(
                said.level() <= allowed,
                "its level is %.1f, more than %.1f".formatted(said.level() / 10.0, allowed / 10.0));
    }

    /// Every segment keeps to the cap of the rung.
    ///
    /// @throws CannotBeCopied if one does not
    static void rates(CopiedPictures pictures, List<Long> segments, OutputGrid grid, RungPlan rung) {
        long first = 0;
        for (long frames : segments) {
            double kbps = pictures.bytes(first, first + frames)
                    * 8
                    / 1000.0
                    / (frames / grid.rate().value());
            must(
                    kbps <= rung.maxKbps(),
                    "from %.1f s on it takes %.0f kbit/s, more than the %d of %s"
                            .formatted(first / grid.rate().value(), kbps, rung.maxKbps(), rung.name()));
            first += frames;
        }
    }

    private static void must(boolean kept, String otherwise) {
        if (!kept) {
            throw new CannotBeCopied(otherwise);
        }
    }
}
