package org.reelmill.worker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.probe.Entries;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;
import org.reelmill.worker.probe.VideoStream;
import org.reelmill.worker.source.Excerpt;

/// Decides what an ingest makes of its source. Pure: the same input gives the same plan.
public final class Planner {

    private static final double FASTEST_RATE = 60.5; // Apple's authoring specification allows no more than 60
    // Frames at the ends that a container counts and does not show, or the other way round.
    private static final int UNTOLD = 2;
    private static final double GOP_SECONDS = 2;
    private static final double HALVED_FROM = 47.5;
    private static final double AHEAD = 2.5;
    // Frames in front of a chunk: deinterlacing needs neighbours, and a frame may stand half a place off.
    private static final int PRE_ROLL = 3;

    private final Supplier<EncodeSpeed> speed;

    public Planner(EncodeSpeed speed) {
        this(() -> speed);
    }

    /// @param speed of this machine as it is known now
    public Planner(Supplier<EncodeSpeed> speed) {
        this.speed = speed;
    }

    /// @param media with the frames of its first picture track measured
    public IngestPlan plan(MediaInfo media, Ladder ladder, Waiting waiting) {
        return plan(media, Entries.none("nobody looked for another place"), ladder, waiting);
    }

    /// @param entries where the film can be begun to read, if it has no index
    public IngestPlan plan(MediaInfo media, Entries entries, Ladder ladder, Waiting waiting) {
        VideoStream video = media.video().getFirst();
        FrameTiming timing = Objects.requireNonNull(video.timing(), "Where the frames stand was not measured.");
        OutputGrid grid = grid(timing);
        PlanKind kind = kind(media, entries);
        List<RungPlan> rungs = ladder.fitting(video.displayWidth(), video.displayHeight()).stream()
                .map(rung -> rung(video, ladder, rung, grid))
                .toList();
        var tracks = TrackPlans.of(media);
        return new IngestPlan(
                kind,
                ladder.version(),
                media,
                grid,
                rungs,
                sets(rungs, video, grid, waiting),
                chunks(kind, grid, entries, waiting),
                tracks.audio(),
                tracks.surround(),
                tracks.text(),
                Stream.of(
                                warnings(kind, entries),
                                PictureWarnings.of(media, grid).stream(),
                                warnings(video, timing, grid),
                                tracks.warnings().stream())
                        .flatMap(warnings -> warnings)
                        .toList());
    }

    private static PlanKind kind(MediaInfo media, Entries entries) {
        if (media.index() == MediaInfo.Index.PRESENT) {
            return PlanKind.INDEXED;
        }
        return entries.way() == Entries.Way.THROUGH ? PlanKind.SEQUENTIAL : PlanKind.SCANNED;
    }

    private static List<Chunk> chunks(PlanKind kind, OutputGrid grid, Entries entries, Waiting waiting) {
        return switch (kind) {
            case INDEXED -> ChunkPlanner.chunks(grid, waiting);
            case SCANNED ->
                ChunkPlanner.chunks(grid, waiting).stream()
                        .map(chunk -> chunk.from(excerpt(chunk, grid, entries)))
                        .toList();
            case SEQUENTIAL -> ChunkPlanner.whole(grid);
        };
    }

    private static @Nullable Excerpt excerpt(Chunk chunk, OutputGrid grid, Entries entries) {
        Duration from = grid.sourceTime(chunk.firstFrame()).minus(grid.rate().duration(PRE_ROLL));
        return entries.excerpt(from, grid.sourceTime(chunk.firstFrame() + chunk.frames()))
                .orElse(null);
    }

    private static Stream<String> warnings(PlanKind kind, Entries entries) {
        return kind == PlanKind.SEQUENTIAL
                ? Stream.of("One worker encodes it from start to end: " + entries.reason() + ".")
                : Stream.of();
    }

    private static Stream<String> warnings(VideoStream video, FrameTiming timing, OutputGrid grid) {
        if (timing.rhythm() == FrameTiming.Rhythm.VARIABLE) {
            return Stream.of("The frame rate of the picture varies, or pictures are missing; it was laid on "
                    + grid.rate() + " frames/s.");
        }
        long missing = video.frames() == null ? 0 : timing.frames() - video.frames();
        return missing <= UNTOLD
                ? Stream.of()
                : Stream.of(missing + " pictures are missing; the ones before them are shown on.");
    }

    private static OutputGrid grid(FrameTiming timing) {
        Rational rate = timing.rate();
        long frames = timing.frames();
        while (rate.value() > FASTEST_RATE) {
            rate = new Rational(rate.num(), rate.den() * 2);
            frames = (frames + 1) / 2;
        }
        // Even at high rates, so that segments of rungs that show every second frame begin with the others.
        long step = rate.value() < HALVED_FROM ? 1 : 2;
        int gop = (int) Math.max(1, step * Math.round(rate.value() * GOP_SECONDS / step));
        return new OutputGrid(rate, frames, gop, timing.first());
    }

    private static RungPlan rung(VideoStream video, Ladder ladder, Rung rung, OutputGrid grid) {
        Frames frames = grid.rate().value() < HALVED_FROM ? Frames.ALL : rung.frames();
        var size = PictureSize.fitted(video.displayWidth(), video.displayHeight(), rung);
        return new RungPlan(
                "v" + rung.height(),
                size.width(),
                size.height(),
                "high",
                Level.of(size, grid.shown(frames).rate(), rung.maxKbps()),
                ladder.preset(),
                rung.crf(),
                rung.maxKbps(),
                rung.maxKbps() * 2,
                frames);
    }

    /// When somebody waits: as many of the lowest rungs as can be encoded well ahead of playing, but at least
    /// one.
    List<RungSet> sets(List<RungPlan> rungs, VideoStream video, OutputGrid grid, Waiting waiting) {
        if (waiting == Waiting.NOBODY) {
            return List.of(new RungSet("all", names(rungs)));
        }
        long source = (long) video.width() * video.height();
        int early = 1;
        long pixels = rungs.getLast().pixels();
        while (early < rungs.size()) {
            pixels += rungs.get(rungs.size() - early - 1).pixels();
            if (speed.get().timesRealTime(source, pixels, grid.rate()) < AHEAD) {
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

    private static List<String> names(List<RungPlan> rungs) {
        return rungs.stream().map(RungPlan::name).toList();
    }
}
