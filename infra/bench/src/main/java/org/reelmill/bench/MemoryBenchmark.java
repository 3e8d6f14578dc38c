package org.reelmill.bench;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Meter;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.springframework.data.mongodb.core.query.Update;

/// P8: memory of a worker's JVM that opens a film of 100 GB and encodes chunks at five distant places of it,
/// beside one that does so with 100 MB. The fill is paused: the worker has no slot for it.
public final class MemoryBenchmark implements Benchmark {

    private static final long LARGE = 100_000_000_000L;
    private static final long SMALL = 100_000_000;
    private static final int PLACES = 5;
    private static final double MOST_MEGABYTES = 300;
    private static final double MOST_RATIO = 1.1;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "P8";
    }

    @Override
    public String measures() {
        return "memory of a worker's JVM at five places of a film of 100 GB, against one of 100 MB";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open()) {
            var large = EndlessFilm.of(LARGE, place.tools(), place.path("clip.mp4"));
            var small = EndlessFilm.of(SMALL, place.tools(), place.path("clip.mp4"));
            var ofLarge = new ArrayList<Read>();
            var ofSmall = new ArrayList<Read>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    ofLarge.add(read(place, large, news));
                    ofSmall.add(read(place, small, news));
                } else {
                    ofSmall.add(read(place, small, news));
                    ofLarge.add(read(place, large, news));
                }
            }
            return report(place, ofLarge, ofSmall).text();
        }
    }

    private static Report report(Workplace place, List<Read> large, List<Read> small) {
        var spent = new ArrayList<Meter.Spent>();
        large.forEach(read -> spent.add(read.spent()));
        small.forEach(read -> spent.add(read.spent()));
        Figures most = figures(large, Read::most);
        return new Report(
                "P8: resident memory of a worker's JVM without ffmpeg, film of 100 GB, baseline the same with 100 MB, "
                        + large.size() + " round(s)",
                List.of(
                        Row.alone("most while opened and read, MB", most, new Target(Target.Of.FIGURE, MOST_MEGABYTES)),
                        Row.against(
                                "the same beside 100 MB",
                                most,
                                figures(small, Read::most),
                                new Target(Target.Of.RATIO, MOST_RATIO)),
                        Row.against("before, MB", figures(large, Read::before), figures(small, Read::before), null),
                        Row.against("after, MB", figures(large, Read::after), figures(small, Read::after), null),
                        Row.against(
                                "fetched from the origin, MB",
                                figures(large, Read::fetched),
                                figures(small, Read::fetched),
                                null)),
                List.of(
                        "The worker is the product's own process (./reelmill run worker, one slot, no slot that fills); it"
                                + " opens the film and encodes chunks at 0, 25, 50, 75 and 100 % of it.",
                        "The films are H.264 of 96 kB a picture with an index of each picture; 100 GB last 11.6 hours.",
                        place.machine(spent)));
    }

    private static Figures figures(List<Read> reads, ToDoubleFunction<Read> of) {
        return new Figures(reads.stream().mapToDouble(of).boxed().toList());
    }

    private static Read read(Workplace place, EndlessFilm film, Consumer<String> news) {
        String words = Figures.number(film.size() / 1e9) + " GB";
        Path folder = place.path("plant");
        Workplace.delete(folder);
        try (var origin = MisbehavingServer.start()) {
            origin.on("/film.mp4", Behaviour.good("video/mp4", film));
            try (var plant = Plant.start(folder, Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port()))) {
                var worker = plant.worker(
                                "worker", Map.of("reelmill.worker.slots", "1", "reelmill.worker.fetch-slots", "0"))
                        .up();
                var meter = Meter.of(worker.handle());
                double before = Resident.megabytes(worker.handle());
                var mill = Mill.on(plant);
                mill.ingest(origin.address("/film.mp4"), "Film");
                double[] most = {before};
                Mill.eventually(PATIENCE, "chunks at five places of " + words, () -> {
                    most[0] = Math.max(most[0], Resident.megabytes(worker.handle()));
                    return placesRead(plant) >= PLACES ? plant : null;
                });
                double after = Resident.megabytes(worker.handle());
                double fetched = origin.bytes("/film.mp4") / 1e6;
                var read = new Read(before, Math.max(most[0], after), after, fetched, meter.read());
                news.accept("Read at five places of %s: %.0f MB before, %.0f MB at most, %.0f MB after; fetched %.0f MB"
                        .formatted(words, before, read.most(), after, fetched));
                return read;
            }
        }
    }

    /// How many of the five chunks are encoded; lets the others wait as soon as there are any.
    private static int placesRead(Plant plant) {
        var mongo = plant.documents();
        List<Task> chunks = mongo.find(query(where("kind").is(TaskKind.VIDEO)), Task.class).stream()
                .sorted((one, other) -> Long.compare(one.order(), other.order()))
                .toList();
        if (new Tasks(mongo).inState(TaskState.LEASED).stream().anyMatch(task -> task.kind() == TaskKind.OPEN)
                || chunks.isEmpty()) {
            return 0;
        }
        Set<String> chosen = IntStream.range(0, PLACES)
                .mapToObj(number -> chunks.get(place(number, chunks.size())).id())
                .collect(Collectors.toSet());
        var others = where("state").is(TaskState.READY).and("_id").nin(chosen);
        mongo.updateMulti(query(others), new Update().set("state", TaskState.WAITING), Task.class);
        return (int) chunks.stream()
                .filter(chunk -> chosen.contains(chunk.id()) && chunk.state() == TaskState.DONE)
                .count();
    }

    /// Which of so many chunks is the first, that at a quarter … the last.
    static int place(int number, int chunks) {
        return (int) ((long) number * (chunks - 1) / (PLACES - 1));
    }

    /// Megabytes of one worker's JVM.
    ///
    /// @param before when it had started
    /// @param most from then on
    /// @param fetched megabytes that the origin sent
    private record Read(double before, double most, double after, double fetched, Meter.Spent spent) {}
}
