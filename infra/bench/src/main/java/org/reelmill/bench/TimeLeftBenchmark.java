package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;
import org.reelmill.title.TaskKind;
import tools.jackson.databind.JsonNode;

/// Whether the time left that operators are told is right: what was said each second, held against what it
/// then took.
public final class TimeLeftBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final double MOST_PERCENT = 20;
    /// How many times longer than the film plays it takes to fetch it over the slow line.
    private static final double SLOWER_THAN_PLAYED = 3;

    @Override
    public String name() {
        return "time-left";
    }

    @Override
    public String measures() {
        return "time left as operators are told it, against what it then took";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        var length = Duration.ofSeconds(effort == Effort.QUICK ? 60 : 180);
        try (var place = Workplace.open()) {
            Path film = place.film(length);
            long slow = (long) (Files.size(film) / (length.toSeconds() * SLOWER_THAN_PLAYED));
            var cases = new TreeMap<String, Forecasts>();
            var spent = new ArrayList<Meter.Spent>();
            try (var origin = new FilmOrigin(place.path("recipes"))
                    .with("Film", film, FilmOrigin.NO_LIMIT)
                    .with("Slow", film, slow)) {
                // One after the other: what the first shows of the machine is of use to the second.
                spent.add(run(place, origin, mill -> {
                    cases.put("awaited", awaited(mill, origin, "Film"));
                    cases.put("slow line", awaited(mill, origin, "Slow"));
                }));
            }
            try (var origin = new FilmOrigin(place.path("recipes"))
                    .with("One", film, FilmOrigin.NO_LIMIT)
                    .with("Two", film, FilmOrigin.NO_LIMIT)) {
                spent.add(run(place, origin, mill -> {
                    List<Forecasts> both = follow(mill, queued(mill, origin));
                    cases.put("batch, first", both.getFirst());
                    cases.put("batch, second", both.getLast());
                }));
            }
            cases.forEach((name, forecasts) -> forecasts.story().forEach(line -> news.accept(name + ": " + line)));
            return report(place, length, cases, spent).text();
        }
    }

    private static Report report(
            Workplace place, Duration length, Map<String, Forecasts> cases, List<Meter.Spent> spent) {
        var rows = new ArrayList<Row>();
        var target = new Target(Target.Of.FIGURE, MOST_PERCENT);
        cases.forEach((name, forecasts) -> {
            rows.add(Row.alone(name + ": opened to READY, s", Figures.of(forecasts.seconds()), null));
            rows.add(Row.alone(name + ": error, median, %", Figures.of(forecasts.median()), target));
            rows.add(Row.alone(name + ": error, worst, %", Figures.of(forecasts.worst()), target));
            for (TaskKind stage : forecasts.stages()) {
                String what = name + ": " + stage + ", error, worst, %";
                rows.add(Row.alone(what, Figures.of(forecasts.worst(stage)), target));
            }
        });
        var loads = spent.stream().map(one -> Figures.number(one.otherCores())).toList();
        return new Report(
                "time-left: what was said each second after the first fifth, films of " + length.toSeconds()
                        + " s of natural 1080p",
                rows,
                List.of(
                        "Errors are percent of the time that was really left, or of 15 s where it was less: 3 s more or"
                                + " less are right. Where nothing was said it counts as 100 %.",
                        "Awaited: somebody waits, the source is fast. Slow line: the same, then, by a request of which"
                                + " fetching takes " + Figures.number(SLOWER_THAN_PLAYED)
                                + " times as long as the film plays. Batch: two films are queued at once; each counts"
                                + " from its opening.",
                        "Cores that other programs used, with the first two and with the batch: "
                                + String.join(", ", loads) + ".",
                        place.machine(spent)));
    }

    private static Meter.Spent run(Workplace place, FilmOrigin origin, Consumer<Mill> work) throws IOException {
        Path data = place.path("reelmill");
        Workplace.delete(data);
        try (var mill = Mill.start(data, origin.settings(), "--no-samples").up()) {
            var meter = Meter.of(mill.handle());
            work.accept(mill);
            return meter.read();
        }
    }

    private static Forecasts awaited(Mill mill, FilmOrigin origin, String film) {
        return follow(mill, List.of(mill.ingest(origin.film(film), film))).getFirst();
    }

    private static List<String> queued(Mill mill, FilmOrigin origin) {
        var titles = mill.discover(origin.films());
        mill.enqueueAll();
        return List.copyOf(titles.values());
    }

    /// Asks each second until all are READY.
    ///
    /// @return of each, the one that was opened first in front
    private static List<Forecasts> follow(Mill mill, List<String> titles) {
        var said = new TreeMap<String, Forecasts>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (said.size() < titles.size() || said.values().stream().anyMatch(one -> !one.isEnded())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited " + PATIENCE.toHours() + " h in vain for READY.");
            }
            for (String title : titles) {
                JsonNode shown = mill.shown(title);
                if (shown.path("ingest").path("openedAt").isString()) {
                    said.computeIfAbsent(title, opened -> new Forecasts()).add(Instant.now(), shown);
                }
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return said.values().stream()
                .sorted((one, other) -> one.begun().compareTo(other.begun()))
                .toList();
    }
}
