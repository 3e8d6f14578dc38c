package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;
import org.reelmill.worker.probe.VideoStream;

/// Decides what an ingest makes of its source. Pure: the same input gives the same plan.
public final class Planner {

    private static final double FASTEST_RATE = 60.5; // Apple's authoring specification allows no more than 60
    private static final double GOP_SECONDS = 2;
    private static final double AHEAD = 2.5;

    private final Supplier<EncodeSpeed> speed;

    public Planner(EncodeSpeed speed) {
        this(() -> speed);
    }

    /// @param speed of this machine as it is known now
    public Planner(Supplier<EncodeSpeed> speed) {
        this.speed = speed;
    }

    /// @throws RejectedSource if the times of the pictures are not known up front (only INDEXED plans are
    ///     made yet)
    public IngestPlan plan(MediaInfo media, Ladder ladder, Waiting waiting) {
        VideoStream video = media.video().getFirst();
        FrameTiming timing = video.timing();
        if (timing == null) {
            throw RejectedSource.because(
                    "no-times", "The times of the pictures are not known up front; such films cannot be ingested yet.");
        }
        OutputGrid grid = grid(timing);
        List<RungPlan> rungs = ladder.fitting(video.displayWidth(), video.displayHeight()).stream()
                .map(rung -> rung(video, ladder, rung, grid.rate()))
                .toList();
        var tracks = TrackPlans.of(media);
        return new IngestPlan(
                media,
                grid,
                rungs,
                waiting == Waiting.NOBODY ? List.of(new RungSet("all", names(rungs))) : sets(rungs, video, grid.rate()),
                ChunkPlanner.chunks(grid),
                tracks.audio(),
                tracks.text(),
                tracks.warnings());
    }

    private static OutputGrid grid(FrameTiming timing) {
        Rational rate = timing.rate();
        long frames = timing.frames();
        while (rate.value() > FASTEST_RATE) {
            rate = new Rational(rate.num(), rate.den() * 2);
            frames = (frames + 1) / 2;
        }
        int gop = (int) Math.max(1, Math.round(rate.value() * GOP_SECONDS));
        return new OutputGrid(rate, frames, gop, timing.first());
    }

    private static RungPlan rung(VideoStream video, Ladder ladder, Rung rung, Rational rate) {
        var size = PictureSize.fitted(video.displayWidth(), video.displayHeight(), rung);
        return new RungPlan(
                "v" + rung.height(),
                size.width(),
                size.height(),
                "high",
                Level.of(size, rate, rung.maxKbps()),
                ladder.preset(),
                rung.crf(),
                rung.maxKbps(),
                rung.maxKbps() * 2);
    }

    /// When somebody waits: as many of the lowest rungs as can be encoded well ahead of playing, but at least
    /// one.
    private List<RungSet> sets(List<RungPlan> rungs, VideoStream video, Rational rate) {
        long source = (long) video.width() * video.height();
        int early = 1;
        long pixels = pixels(rungs.getLast());
        while (early < rungs.size()) {
            pixels += pixels(rungs.get(rungs.size() - early - 1));
            if (speed.get().timesRealTime(source, pixels, rate) < AHEAD) {
                break;
            }
            early++;
        }
        int cut = rungs.size() - early;
        var sets = new ArrayList<RungSet>();
        sets.add(new RungSet("early", names(rungs.subList(cut, rungs.size()))));
        if (cut > 0) {
            sets.add(new RungSet("rest", names(rungs.subList(0, cut))));
        }
        return sets;
    }

    private static long pixels(RungPlan rung) {
        return (long) rung.width() * rung.height();
    }

    private static List<String> names(List<RungPlan> rungs) {
        return rungs.stream().map(RungPlan::name).toList();
    }
}
