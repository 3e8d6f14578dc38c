package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;

/// P2: one film by two workers of one core each, beside the same by one worker of one core.
public final class ScaleBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final double TIMES_AS_FAST = 1.85;

    @Override
    public String name() {
        return "P2";
    }

    @Override
    public String measures() {
        return "one ingest by two workers of one core each, against one worker of one core";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new IllegalStateException("Two workers of one core each need a machine of two cores.");
        }
        var length = Duration.ofSeconds(effort == Effort.QUICK ? 45 : 180);
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open()) {
            Path film = place.film(length);
            var two = new ArrayList<Run>();
            var one = new ArrayList<Run>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    two.add(run(place, film, 2, news));
                    one.add(run(place, film, 1, news));
                } else {
                    one.add(run(place, film, 1, news));
                    two.add(run(place, film, 2, news));
                }
            }
            return report(place, length, two, one).text();
        }
    }

    private static Report report(Workplace place, Duration length, List<Run> two, List<Run> one) {
        var all = new ArrayList<Meter.Spent>();
        two.forEach(run -> all.add(run.all()));
        one.forEach(run -> all.add(run.all()));
        return new Report(
                "P2: two workers of one core each, baseline one worker of one core, film of " + length.toSeconds()
                        + " s of natural 1080p, " + two.size() + " round(s)",
                List.of(
                        Row.against(
                                "wall, opened to READY, s",
                                figures(two, Run::seconds),
                                figures(one, Run::seconds),
                                new Target(Target.Of.SPEED, TIMES_AS_FAST)),
                        cpu("CPU of the workers and their ffmpeg, s", two, one, Run::workers),
                        cpu("CPU of broker and stores, s", two, one, Run::parts),
                        cpu("CPU of the pipeline, s", two, one, Run::pipeline),
                        cpu("CPU of origin and this benchmark, s", two, one, Run::rest),
                        cpu("publication, MB", two, one, Run::megabytes)),
                List.of(
                        "Workers and their encoders are bound to cores 0 and 1 (taskset). Broker, stores, pipeline and"
                                + " origin are bound to none: on a machine of 2 cores one worker leaves them a core of"
                                + " their own, two workers share with them.",
                        place.machine(all)));
    }

    private static Row cpu(String what, List<Run> two, List<Run> one, ToDoubleFunction<Run> of) {
        return Row.against(what, figures(two, of), figures(one, of), null);
    }

    private static Figures figures(List<Run> runs, ToDoubleFunction<Run> of) {
        return new Figures(runs.stream().mapToDouble(of).boxed().toList());
    }

    private static Run run(Workplace place, Path film, int count, Consumer<String> news) throws IOException {
        Path folder = place.path("plant");
        Workplace.delete(folder);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, FilmOrigin.NO_LIMIT);
                var plant = Plant.start(folder, origin.settings(place.encodingLadder()))) {
            var workers = IntStream.range(0, count)
                    .mapToObj(core -> plant.worker("worker" + core, Map.of("reelmill.worker.slots", "1"), core))
                    .toList();
            workers.forEach(PlantProcess::up);
            var mill = Mill.on(plant);
            String title = mill.discover(origin.films()).values().iterator().next();
            var all = Meter.of(mill.handle());
            var ofWorkers =
                    workers.stream().map(worker -> Meter.of(worker.handle())).toList();
            var ofParts = Meter.of(plant.parts().handle());
            var ofPipeline = Meter.of(plant.pipeline().handle());
            mill.enqueueAll();
            double seconds = mill.ready(title, PATIENCE).openedToReady();
            var run = new Run(
                    seconds,
                    ofWorkers.stream()
                            .mapToDouble(meter -> meter.read().cpuSeconds())
                            .sum(),
                    ofParts.read().cpuSeconds(),
                    ofPipeline.read().cpuSeconds(),
                    all.read(),
                    megabytes(plant, title));
            news.accept(
                    "%d worker(s): %.1f s, CPU %.1f s in workers, %.1f s in broker and stores, %.1f s in the pipeline"
                            .formatted(count, seconds, run.workers(), run.parts(), run.pipeline()));
            return run;
        }
    }

    private static double megabytes(Plant plant, String title) {
        return plant.store().list("titles/" + title + "/").stream()
                        .filter(object -> object.key().endsWith(".m4s"))
                        .mapToLong(object -> object.bytes())
                        .sum()
                / 1e6;
    }

    /// @param seconds from opened to READY
    /// @param megabytes of all segments
    private record Run(
            double seconds, double workers, double parts, double pipeline, Meter.Spent all, double megabytes) {

        double rest() {
            return all.cpuSeconds() - workers - parts - pipeline;
        }
    }
}
