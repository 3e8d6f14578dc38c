package org.reelmill.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.bench.WatchedIngest.Outcome;
import org.reelmill.bench.WatchedIngest.Victim;
import org.reelmill.testing.Meter;

/// P7: two workers, of which one is killed with `kill -9` while it encodes, beside the same without a kill:
/// the work that is done again, and the time that is lost.
public final class KillBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final double LEASE_SECONDS = 15; // The default of reelmill.reconcile.lease.
    private static final List<String> WORKERS = List.of("one", "two");

    @Override
    public String name() {
        return "P7";
    }

    @Override
    public String measures() {
        return "work done again and time lost where one of two workers is killed, against no kill";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        var length = Duration.ofSeconds(effort == Effort.QUICK ? 60 : 180);
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open()) {
            var film = place.film(length);
            var killed = new ArrayList<Run>();
            var whole = new ArrayList<Run>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    whole.add(run(place, film, length, Victim.NOBODY, news));
                    killed.add(run(place, film, length, Victim.WHO_ENCODES, news));
                } else {
                    killed.add(run(place, film, length, Victim.WHO_ENCODES, news));
                    whole.add(run(place, film, length, Victim.NOBODY, news));
                }
            }
            return report(place, length, killed, whole).text();
        }
    }

    private static Report report(Workplace place, Duration length, List<Run> killed, List<Run> whole) {
        Figures undisturbed = figures(whole, run -> run.outcome().seconds());
        double chunk = figures(whole, run -> chunkSeconds(run.outcome())).median();
        var lost = killed.stream()
                .map(run -> Math.max(0, run.outcome().seconds() - undisturbed.median()))
                .toList();
        var spent = new ArrayList<Meter.Spent>();
        killed.forEach(run -> spent.add(run.spent()));
        whole.forEach(run -> spent.add(run.spent()));
        return new Report(
                "P7: a worker of one slot killed while it encodes, film of " + length.toSeconds()
                        + " s of natural 1080p, baseline without a kill, " + killed.size() + " round(s)",
                List.of(
                        Row.alone(
                                "chunks begun again, per slot of the killed worker",
                                figures(killed, run -> run.outcome().again()),
                                new Target(Target.Of.FIGURE, 1)),
                        Row.alone(
                                "film encoded in vain, s",
                                figures(killed, run -> run.outcome().filmAgain()),
                                null),
                        Row.alone(
                                "time lost, s", new Figures(lost), new Target(Target.Of.FIGURE, LEASE_SECONDS + chunk)),
                        Row.against(
                                "wall, opened to READY, s",
                                figures(killed, run -> run.outcome().seconds()),
                                undisturbed,
                                null),
                        Row.against(
                                "own CPU, s",
                                figures(killed, run -> run.spent().cpuSeconds()),
                                figures(whole, run -> run.spent().cpuSeconds()),
                                null)),
                List.of(
                        "The bound of the time lost is the lease of %s s and what a chunk takes, %s s."
                                .formatted(Figures.number(LEASE_SECONDS), Figures.number(chunk)),
                        "The killed worker is started again at once, as Compose and systemd do; its start is in the"
                                + " time lost. CPU is that of all processes, origin and parts included, but for encoders"
                                + " that the killed worker left behind.",
                        place.machine(spent)));
    }

    /// What one of two slots takes for a chunk.
    static double chunkSeconds(Outcome outcome) {
        return WORKERS.size() * outcome.seconds() / outcome.chunks();
    }

    private static Figures figures(List<Run> runs, ToDoubleFunction<Run> of) {
        return new Figures(runs.stream().mapToDouble(of).boxed().toList());
    }

    private static Run run(Workplace place, Path film, Duration length, Victim victim, Consumer<String> news) {
        Path folder = place.path("plant");
        Workplace.delete(folder);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, FilmOrigin.NO_LIMIT);
                var plant = Plant.start(folder, origin.settings(place.encodingLadder()))) {
            var ingest = new WatchedIngest(plant, WORKERS, Map.of("reelmill.worker.slots", "1"), () -> 0);
            var mill = Mill.on(plant);
            mill.discover(origin.films());
            var meter = Meter.of(mill.handle());
            mill.enqueueAll();
            Outcome outcome = ingest.follow(victim, length, PATIENCE);
            var run = new Run(outcome, meter.read());
            news.accept("%s: %.1f s, %d of %d chunks begun again, %.1f s of film encoded in vain"
                    .formatted(
                            victim == Victim.NOBODY ? "Without a kill" : "With a kill",
                            outcome.seconds(),
                            outcome.again(),
                            outcome.chunks(),
                            outcome.filmAgain()));
            return run;
        }
    }

    private record Run(Outcome outcome, Meter.Spent spent) {}
}
