package org.reelmill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;
import tools.jackson.databind.JsonNode;

/// P9: from the command to the catalogue page, and to a sample film that plays; first start on an empty data
/// directory beside the second start on the same one.
public final class StartBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double PAGE_SECONDS = 10;
    private static final double FILM_SECONDS = 15;

    @Override
    public String name() {
        return "P9";
    }

    @Override
    public String measures() {
        return "start to the catalogue page and to a sample film that plays, on an empty directory and again";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        int rounds = effort == Effort.QUICK ? 1 : 5;
        try (var place = Workplace.open();
                var viewer = new Viewer()) {
            var first = new ArrayList<Started>();
            var again = new ArrayList<Started>();
            for (int round = 0; round < rounds; round++) {
                Path data = place.path("reelmill-" + round);
                first.add(start(data, viewer, "on an empty directory", news));
                again.add(start(data, viewer, "again", news));
                Workplace.delete(data);
            }
            return report(place, first, again).text();
        }
    }

    private static Report report(Workplace place, List<Started> first, List<Started> again) {
        var runs = new ArrayList<Meter.Spent>();
        first.forEach(run -> runs.add(run.spent()));
        again.forEach(run -> runs.add(run.spent()));
        var page = new Target(Target.Of.FIGURE, PAGE_SECONDS);
        var film = new Target(Target.Of.FIGURE, FILM_SECONDS);
        return new Report(
                "P9: everything embedded, after the first build, " + first.size() + " round(s)",
                List.of(
                        Row.alone("empty directory: page answers, s", figures(first, Started::page), page),
                        Row.alone("empty directory: a sample film plays, s", figures(first, Started::film), film),
                        Row.alone("the same, seen in Chromium, s", figures(first, Started::seen), film),
                        Row.alone("again: page answers, s", figures(again, Started::page), page),
                        Row.alone("again: a sample film plays, s", figures(again, Started::film), film),
                        Row.alone("the same, seen in Chromium, s", figures(again, Started::seen), film),
                        Row.alone(
                                "empty directory: own CPU until seen, s",
                                figures(first, run -> run.spent().cpuSeconds()),
                                null)),
                List.of(
                        "A film plays when its grant, both playlists, init segment and first segment have come"
                                + " through the edge.",
                        place.machine(runs)));
    }

    private static Figures figures(List<Started> runs, ToDoubleFunction<Started> of) {
        return new Figures(runs.stream().mapToDouble(of).boxed().toList());
    }

    private static Started start(Path data, Viewer viewer, String how, Consumer<String> news) {
        long begun = System.nanoTime();
        try (var mill = Mill.start(data, Map.of());
                var http = HttpClient.newHttpClient()) {
            var meter = Meter.of(mill.handle());
            mill.up();
            double page = since(begun);
            String title = Mill.eventually(PATIENCE, "a film that plays", () -> playing(mill, http));
            double film = since(begun);
            viewer.press(mill.address("/watch/" + title), 0);
            double seen = since(begun);
            news.accept("Started %s: page after %.1f s, film after %.1f s, seen after %.1f s"
                    .formatted(how, page, film, seen));
            return new Started(page, film, seen, meter.read());
        }
    }

    /// The id of a film whose beginning could be fetched.
    private static @Nullable String playing(Mill mill, HttpClient http) {
        for (JsonNode movie : mill.movies()) {
            String title = movie.path("id").asString();
            String state = movie.path("state").asString();
            URI playlist = state.equals("PLAYABLE") || state.equals("READY") ? mill.grant(title) : null;
            if (playlist != null) {
                try {
                    new PublishedFilm(http, playlist).fetchBeginning();
                    return title;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
        return null;
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /// Seconds from the command on.
    private record Started(double page, double film, double seen, Meter.Spent spent) {}
}
