package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.bench.WatchedIngest.Victim;
import org.reelmill.testing.Meter;

/// P6: how much of a source is fetched by two workers, beside its size; and how much where the one that
/// fetches it is killed with `kill -9` half-way.
public final class FetchBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final double MOST = 1.01;
    private static final long MEGABITS_PER_SECOND = 120;
    // So that half of it comes while much is encoded already.
    private static final int FETCH_SECONDS = 25;

    @Override
    public String name() {
        return "P6";
    }

    @Override
    public String measures() {
        return "source bytes fetched, also where a worker is killed half-way, against the source's size";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        var length = Duration.ofSeconds(effort == Effort.QUICK ? 40 : 80);
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open()) {
            Path film = place.heavyFilm(length, MEGABITS_PER_SECOND);
            var whole = new ArrayList<Run>();
            var killed = new ArrayList<Run>();
            for (int round = 0; round < rounds; round++) {
                whole.add(run(place, film, length, Victim.NOBODY, news));
                killed.add(run(place, film, length, Victim.WHO_FETCHES, news));
            }
            return report(place, Files.size(film), whole, killed).text();
        }
    }

    private static Report report(Workplace place, long size, List<Run> whole, List<Run> killed) {
        var target = new Target(Target.Of.RATIO, MOST);
        var baseline = Figures.of(size / 1e6);
        var spent = new ArrayList<Meter.Spent>();
        whole.forEach(run -> spent.add(run.spent()));
        killed.forEach(run -> spent.add(run.spent()));
        return new Report(
                "P6: source bytes fetched by two workers, baseline the source's size, " + whole.size() + " round(s)",
                List.of(
                        Row.against("undisturbed, MB", figures(whole, Run::megabytes), baseline, target),
                        Row.against(
                                "who fetches killed half-way, MB", figures(killed, Run::megabytes), baseline, target),
                        Row.alone(
                                "fetched twice then, MB", figures(killed, run -> run.megabytes() - size / 1e6), null)),
                List.of(
                        "The origin counts what it sends, be it received or not; its line takes " + FETCH_SECONDS
                                + " s for the film. A kill costs the parts (4.2 MB each) that were under way.",
                        "Natural 1080p of " + MEGABITS_PER_SECOND + " Mbit/s, two low rungs.",
                        place.machine(spent)));
    }

    private static Figures figures(List<Run> runs, ToDoubleFunction<Run> of) {
        return new Figures(runs.stream().mapToDouble(of).boxed().toList());
    }

    private static Run run(Workplace place, Path film, Duration length, Victim victim, Consumer<String> news)
            throws IOException {
        Path folder = place.path("plant");
        Workplace.delete(folder);
        long size = Files.size(film);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, size / FETCH_SECONDS)) {
            try (var plant = Plant.start(folder, origin.settings(place.lowLadder()))) {
                var ingest = new WatchedIngest(
                        plant,
                        List.of("one", "two"),
                        Map.of("reelmill.worker.slots", "1"),
                        () -> (double) origin.bytesFetched("Film") / size);
                var mill = Mill.on(plant);
                mill.discover(origin.films());
                var meter = Meter.of(mill.handle());
                mill.enqueueAll();
                ingest.follow(victim, length, PATIENCE);
                var run = new Run(origin.bytesFetched("Film") / 1e6, meter.read());
                news.accept("%s: fetched %.1f MB of %.1f MB"
                        .formatted(
                                victim == Victim.NOBODY ? "Undisturbed" : "With a kill", run.megabytes(), size / 1e6));
                return run;
            }
        }
    }

    private record Run(double megabytes, Meter.Spent spent) {}
}
