package org.reelmill.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.bench.WatchedIngest.Victim;
import org.reelmill.testing.Meter;
import org.reelmill.testing.TestFilm;

/// P3 for a film of 90 minutes: it plays within seconds of being asked for, two workers encode two low rungs,
/// one of them is killed half-way, and at the end each frame is there once.
public final class LongFilmBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofHours(4);
    private static final double TO_PLAYING_SECONDS = 3;
    private static final double MOST_FETCHED = 1.01;

    @Override
    public String name() {
        return "P3-long";
    }

    @Override
    public String measures() {
        return "a film of 3, 20 (usual) or 90 (--long) minutes, watched at once, one of two workers killed";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        var length = Duration.ofMinutes(
                switch (effort) {
                    case QUICK -> 3;
                    case USUAL -> 20;
                    case LONG -> 90;
                });
        double watched = effort == Effort.QUICK ? 15 : 60;
        try (var place = Workplace.open();
                var viewer = new Viewer()) {
            news.accept("Drawing a film of " + length.toMinutes() + " minutes");
            TestFilm film = TestFilm.builder().rate(25, 1).duration(length);
            Path file = film.make(place.path("film.mp4"), place.tools());
            news.accept("It has " + Figures.number(Files.size(file) / 1e6) + " MB");
            return product(place, viewer, film, file, watched, news).text();
        }
    }

    private static Report product(
            Workplace place, Viewer viewer, TestFilm film, Path file, double watched, Consumer<String> news)
            throws Exception {
        long size = Files.size(file);
        try (var origin = new FilmOrigin(place.path("recipes")).with("Film", file, FilmOrigin.LINE)) {
            try (var plant = Plant.start(place.path("plant"), origin.settings(place.lowLadder()))
                    .withPages()) {
                var ingest =
                        new WatchedIngest(plant, List.of("one", "two"), Map.of("reelmill.worker.slots", "1"), () -> 0);
                var mill = Mill.on(plant);
                String title = mill.discover(origin.films()).values().iterator().next();
                if (origin.bytesFetched("Film") > 0) {
                    throw new IllegalStateException("The film was fetched before it was asked for.");
                }
                var meter = Meter.of(mill.handle());
                var playing = viewer.press(mill.address("/watch/" + title), watched);
                news.accept("Playing after %.2f s, stalled %.2f s".formatted(playing.seconds(), playing.stalled()));
                var outcome = ingest.follow(
                        Victim.WHO_ENCODES, Duration.ofMillis(Math.round(film.seconds() * 1e3)), PATIENCE);
                Meter.Spent spent = meter.read();
                news.accept("READY after %.1f s; comparing %d frames".formatted(outcome.seconds(), film.frames()));
                var rows = new ArrayList<>(rows(playing, outcome, origin.bytesFetched("Film"), size));
                var timeline = TimelineBenchmark.ofPublication(place, plant, title, film);
                rows.addAll(Timeline.rows(timeline, Timeline.EXACT, TimelineBenchmark.AUDIO_FRAME));
                return report(place, film, rows, spent);
            }
        }
    }

    private static List<Row> rows(Viewer.Playing playing, WatchedIngest.Outcome outcome, long fetched, long size) {
        return List.of(
                Row.alone(
                        "to playing, s",
                        Figures.of(playing.seconds()),
                        new Target(Target.Of.FIGURE, TO_PLAYING_SECONDS)),
                Row.alone("stalled while watched, s", Figures.of(playing.stalled()), new Target(Target.Of.FIGURE, 0)),
                Row.alone("opened to READY, s", Figures.of(outcome.seconds()), null),
                Row.alone("chunks begun again", Figures.of(outcome.again()), new Target(Target.Of.FIGURE, 1)),
                Row.against(
                        "fetched, baseline the source's size, MB",
                        Figures.of(fetched / 1e6),
                        Figures.of(size / 1e6),
                        new Target(Target.Of.RATIO, MOST_FETCHED)));
    }

    private static Report report(Workplace place, TestFilm film, List<Row> rows, Meter.Spent spent) {
        return new Report(
                "P3 for a film of " + Math.round(film.seconds() / 60) + " minutes with one of two workers killed",
                rows,
                List.of(
                        "Numbered frames, two low rungs, two workers of one slot each, line of 100 Mbit/s. One worker is"
                                + " killed (kill -9) in the midst of a chunk when half of the film is encoded, and"
                                + " started again at once. Of milliseconds the most over both rungs is shown.",
                        place.machine(List.of(spent))));
    }
}
