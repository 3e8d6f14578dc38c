package org.reelmill.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.FrameRate;
import org.reelmill.testing.Meter;
import org.reelmill.testing.TestFilm;

/// P5: what chunked encoding by two workers leaves of the times of a film whose frames are numbered, beside
/// the film itself.
public final class TimelineBenchmark implements Benchmark {

    /// Milliseconds of 1024 samples.
    static final double AUDIO_FRAME = 1024 / 48.0;

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final FrameRate FILM = new FrameRate(24000, 1001);
    private static final FrameRate EUROPE = new FrameRate(25, 1);
    private static final FrameRate AMERICA = new FrameRate(30000, 1001);
    private static final FrameRate SMOOTH = new FrameRate(60000, 1001);

    @Override
    public String name() {
        return "P5";
    }

    @Override
    public String measures() {
        return "frames missing, repeated or moved, and sound against picture, against the source";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        boolean quick = effort == Effort.QUICK;
        var rates = quick ? List.of(FILM, EUROPE) : List.of(FILM, EUROPE, AMERICA, SMOOTH);
        var length = Duration.ofSeconds(quick ? 60 : 240);
        try (var place = Workplace.open()) {
            var product = Timeline.EXACT;
            var source = Timeline.EXACT;
            var meter = Meter.ofThisProcess();
            for (FrameRate rate : rates) {
                TestFilm film = TestFilm.builder()
                        .rate(rate.frames(), rate.seconds())
                        .duration(length)
                        .keyframeEvery(100);
                Path file = film.make(place.path("film.mp4"), place.tools());
                source = source.and(Timeline.of(film, file, place.tools()));
                product = product.and(ofProduct(place, film, file));
                news.accept(rate + " frames/s: " + product);
            }
            return new Report(
                            "P5: the test film after chunked encoding, baseline the source",
                            Timeline.rows(product, source, AUDIO_FRAME),
                            List.of(
                                    "Films of " + length.toSeconds() + " s at " + rates
                                            + " frames/s, each in two rungs, chunks of at most 12 s by two workers. Frames"
                                            + " are added up over films and rungs, of milliseconds the most is shown.",
                                    place.machine(List.of(meter.read()))))
                    .text();
        }
    }

    private static Timeline ofProduct(Workplace place, TestFilm film, Path file) throws Exception {
        Path folder = place.path("plant");
        Workplace.delete(folder);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", file, FilmOrigin.NO_LIMIT)) {
            try (var plant = Plant.start(folder, origin.settings(place.lowLadder()))) {
                var workers = List.of(plant.worker("one", slots()), plant.worker("two", slots()));
                workers.forEach(PlantProcess::up);
                var mill = Mill.on(plant);
                String title = mill.discover(origin.films()).values().iterator().next();
                mill.enqueueAll();
                mill.ready(title, PATIENCE);
                return ofPublication(place, plant, title, film);
            }
        }
    }

    /// Of all rungs of a title, the worst.
    static Timeline ofPublication(Workplace place, Plant plant, String title, TestFilm film) throws Exception {
        Path copy = place.path("copy");
        Workplace.delete(copy);
        var stored = StoredFilm.copy(plant.store(), title, Files.createDirectories(copy));
        var timeline = Timeline.EXACT;
        for (Path picture : stored.pictures()) {
            timeline = timeline.and(Timeline.of(film, picture, stored.sound(), place.tools(), copy));
        }
        return timeline;
    }

    private static Map<String, String> slots() {
        return Map.of("reelmill.worker.slots", "1");
    }
}
