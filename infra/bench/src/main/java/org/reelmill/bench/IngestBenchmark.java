package org.reelmill.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;
import org.reelmill.worker.plan.Ladder;

/// P1: one ingest against the one ffmpeg command that an expert would write by hand.
public final class IngestBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final double QUALITY_TOLERANCE = -0.5;

    @Override
    public String name() {
        return "P1";
    }

    @Override
    public String measures() {
        return "one ingest of 1080p, opened to READY, against one hand-written ffmpeg command";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        var length = Duration.ofSeconds(effort == Effort.QUICK ? 60 : 180);
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open()) {
            Path film = place.film(length);
            var mine = new ArrayList<Encoded>();
            var baseline = new ArrayList<Encoded>();
            for (int round = 0; round < rounds; round++) {
                // Whoever is first in one round is second in the next.
                if (round % 2 == 0) {
                    mine.add(product(place, film, news));
                    baseline.add(command(place, film, news));
                } else {
                    baseline.add(command(place, film, news));
                    mine.add(product(place, film, news));
                }
            }
            var quality = Quality.best(place.tools());
            news.accept("Comparing quality by " + quality.name());
            double of = quality.of(mine.getLast().tallest(), film);
            double ofBaseline = quality.of(baseline.getLast().tallest(), film);
            return report(place, length, mine, baseline, quality.name(), of, ofBaseline)
                    .text();
        }
    }

    private static Report report(
            Workplace place,
            Duration length,
            List<Encoded> mine,
            List<Encoded> baseline,
            String quality,
            double of,
            double ofBaseline) {
        var rows = List.of(
                Row.against(
                        "wall, opened to READY, s",
                        figures(mine, Encoded::wall),
                        figures(baseline, Encoded::wall),
                        new Target(Target.Of.RATIO, 1.0)),
                Row.against(
                        "wall, queued to READY, s",
                        figures(mine, run -> run.fromQueue()),
                        figures(baseline, Encoded::wall),
                        null),
                Row.against(
                        "own CPU, s",
                        figures(mine, run -> run.spent().cpuSeconds()),
                        figures(baseline, run -> run.spent().cpuSeconds()),
                        new Target(Target.Of.RATIO, 0.92)),
                Row.alone(
                        "of these without ffmpeg, s",
                        figures(mine, run -> run.spent().aloneSeconds()),
                        null),
                Row.against(
                        quality + " of the tallest rung",
                        Figures.of(of),
                        Figures.of(ofBaseline),
                        new Target(Target.Of.GAIN, QUALITY_TOLERANCE)),
                Row.against(
                        "size of the tallest rung, MB",
                        figures(mine, run -> run.megabytes()),
                        figures(baseline, run -> run.megabytes()),
                        null));
        var title = "P1: one ingest of " + length.toSeconds() + " s of natural 1080p at "
                + place.clip().framesPerSecond() + "/s, " + mine.size() + " round(s)";
        var runs = new ArrayList<Meter.Spent>();
        mine.forEach(run -> runs.add(run.spent()));
        baseline.forEach(run -> runs.add(run.spent()));
        return new Report(
                title,
                rows,
                List.of(
                        "All rungs are encoded (copy: never). Baseline: one ffmpeg command, decode once, split,"
                                + " the product's own ladder ("
                                + Ladder.usual().preset() + "), AAC, CMAF HLS; the product's own ffmpeg.",
                        place.machine(runs)));
    }

    private static Figures figures(List<Encoded> runs, ToDoubleFunction<Encoded> of) {
        return new Figures(runs.stream().mapToDouble(of).boxed().toList());
    }

    private static Encoded product(Workplace place, Path film, Consumer<String> news)
            throws IOException, InterruptedException {
        news.accept("Ingesting");
        Path data = place.path("reelmill");
        Workplace.delete(data);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, FilmOrigin.NO_LIMIT);
                var mill = Mill.start(data, origin.settings(place.encodingLadder()), "--no-samples")
                        .up();
                var http = HttpClient.newHttpClient()) {
            String title = mill.discover(origin.films()).values().iterator().next();
            var meter = Meter.of(mill.handle());
            mill.enqueueAll();
            Mill.IngestTimes times = mill.ready(title, PATIENCE);
            Meter.Spent spent = meter.read();
            var playlist = mill.grant(title);
            if (playlist == null) {
                throw new IllegalStateException("The film is READY and cannot be watched.");
            }
            Path tallest = new PublishedFilm(http, playlist).saveTallest(place.path("product.mp4"));
            var run = new Encoded(times.openedToReady(), times.queuedToReady(), spent, tallest, Files.size(tallest));
            news.accept("Ingested in " + run.words());
            return run;
        }
    }

    private static Encoded command(Workplace place, Path film, Consumer<String> news) throws IOException {
        news.accept("Running the hand-written command");
        Path directory = place.path("command");
        Workplace.delete(directory);
        Files.createDirectories(directory);
        var command = new LadderCommand(Ladder.usual(), film, place.clip().framesPerSecond(), directory);
        var meter = Meter.ofThisProcess();
        place.tools().ffmpeg(command.arguments());
        Meter.Spent spent = meter.read();
        Path tallest = joined(command.tallest(), place.path("baseline.mp4"));
        var run = new Encoded(spent.wallSeconds(), spent.wallSeconds(), spent, tallest, Files.size(tallest));
        news.accept("Encoded in " + run.words());
        return run;
    }

    private static Path joined(Path rendition, Path file) throws IOException {
        try (var out = Files.newOutputStream(file);
                var segments = Files.list(rendition)) {
            Files.copy(rendition.resolve("init_0.mp4"), out);
            for (Path segment : segments.filter(path -> path.toString().endsWith(".m4s"))
                    .sorted()
                    .toList()) {
                Files.copy(segment, out);
            }
        }
        return file;
    }

    /// One run of either side.
    ///
    /// @param fromQueue with the wait for a worker and the opening
    private record Encoded(double wall, double fromQueue, Meter.Spent spent, Path tallest, long bytes) {

        double megabytes() {
            return bytes / 1e6;
        }

        String words() {
            return Figures.number(wall) + " s with " + Figures.number(spent.cpuSeconds()) + " s of CPU, "
                    + Figures.number(spent.aloneSeconds()) + " without ffmpeg, beside "
                    + Figures.number(spent.otherCores()) + " cores of other programs";
        }
    }
}
