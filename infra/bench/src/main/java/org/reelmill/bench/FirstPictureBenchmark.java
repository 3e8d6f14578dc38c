package org.reelmill.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;

/// P3: from the POST of a request to a picture in Chromium, over a line of 100 Mbit/s, for sources of several
/// lengths, against downloading and transcoding first.
public final class FirstPictureBenchmark implements Benchmark {

    private static final double TO_PLAYING_SECONDS = 3;
    private static final double INDEPENDENT_OF_LENGTH = 1.1;
    private static final double WATCHED_SECONDS = 60;
    private static final double WATCHED_SECONDS_QUICK = 15;

    /// Longer baselines run once at the most: they take as long as they take.
    private static final int LONGEST_BASELINE_MINUTES = 10;

    @Override
    public String name() {
        return "P3";
    }

    @Override
    public String measures() {
        return "POST of a request to playing in Chromium, against download, transcode, play";
    }

    @Override
    public String run(Effort effort, Consumer<String> news) throws Exception {
        List<Integer> lengths = switch (effort) {
            case QUICK -> List.of(1);
            case USUAL -> List.of(1, 10);
            case LONG -> List.of(1, 10, 90);
        };
        int rounds = effort == Effort.QUICK ? 1 : 3;
        try (var place = Workplace.open();
                var viewer = new Viewer()) {
            var results = lengths.stream().map(Length::new).toList();
            for (int round = 0; round < rounds; round++) {
                for (Length length : results) {
                    var film = place.film(Duration.ofMinutes(length.minutes()));
                    try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, FilmOrigin.LINE)) {
                        double watched = effort == Effort.QUICK ? WATCHED_SECONDS_QUICK : WATCHED_SECONDS;
                        length.add(product(place, origin, viewer, watched), news);
                        if (length.needsBaseline(round)) {
                            double seconds = new DownloadFirst(place, viewer).secondsToPlaying(origin.film("Film"));
                            length.addBaseline(seconds, news);
                        }
                    }
                }
            }
            return report(place, results, rounds).text();
        }
    }

    private static Report report(Workplace place, List<Length> lengths, int rounds) {
        var rows = new ArrayList<>(lengths.stream()
                .flatMap(length -> Stream.of(length.toPlaying(), length.stalls()))
                .toList());
        if (lengths.size() > 1) {
            rows.add(lengths.getLast().beside(lengths.getFirst()));
        }
        return new Report(
                "P3: request to playing, line of 100 Mbit/s, " + rounds + " round(s)",
                rows,
                List.of(
                        "Each round has a Reelmill of its own; nothing of the film was fetched before the POST.",
                        "Baseline: download, one ffmpeg command for the whole ladder, play from a local server.",
                        place.machine(lengths.stream()
                                .flatMap(length -> length.spent.stream())
                                .toList())));
    }

    private static Watched product(Workplace place, FilmOrigin origin, Viewer viewer, double seconds)
            throws IOException {
        var data = place.path("reelmill");
        Workplace.delete(data);
        try (var mill = Mill.start(data, origin.settings(), "--no-samples").up()) {
            Map<String, String> titles = mill.discover(origin.films());
            if (origin.bytesFetched("Film") > 0) {
                throw new IllegalStateException("The film was fetched before it was asked for.");
            }
            var meter = Meter.of(mill.handle());
            String title = titles.values().iterator().next();
            Viewer.Playing playing = viewer.press(mill.address("/watch/" + title), seconds);
            return new Watched(playing, meter.read());
        }
    }

    /// One viewing, with what it cost.
    private record Watched(Viewer.Playing playing, Meter.Spent spent) {}

    /// What was measured with a source of one length.
    private static final class Length {

        private final int minutes;
        private final List<Double> product = new ArrayList<>();
        private final List<Double> stalled = new ArrayList<>();
        private final List<Double> baseline = new ArrayList<>();
        private final List<Meter.Spent> spent = new ArrayList<>();

        Length(int minutes) {
            this.minutes = minutes;
        }

        int minutes() {
            return minutes;
        }

        boolean needsBaseline(int round) {
            return minutes < LONGEST_BASELINE_MINUTES || (minutes == LONGEST_BASELINE_MINUTES && round == 0);
        }

        void add(Watched watched, Consumer<String> news) {
            product.add(watched.playing().seconds());
            stalled.add(watched.playing().stalled());
            spent.add(watched.spent());
            news.accept("%d min: playing after %.2f s, stalled %.2f s"
                    .formatted(
                            minutes,
                            watched.playing().seconds(),
                            watched.playing().stalled()));
        }

        void addBaseline(double seconds, Consumer<String> news) {
            baseline.add(seconds);
            news.accept("%d min: downloaded, transcoded, playing after %.1f s".formatted(minutes, seconds));
        }

        Row toPlaying() {
            @Nullable Figures beside = baseline.isEmpty() ? null : new Figures(baseline);
            return new Row(
                    minutes + " min source: to playing, s",
                    new Figures(product),
                    beside,
                    new Target(Target.Of.FIGURE, TO_PLAYING_SECONDS));
        }

        /// Whether it takes longer, the longer the film is.
        Row beside(Length shortest) {
            return Row.against(
                    "%d min source, baseline %d min: to playing, s".formatted(minutes, shortest.minutes),
                    new Figures(product),
                    new Figures(shortest.product),
                    new Target(Target.Of.RATIO, INDEPENDENT_OF_LENGTH));
        }

        Row stalls() {
            return Row.alone(
                    minutes + " min source: stalled while watched, s",
                    new Figures(stalled),
                    new Target(Target.Of.FIGURE, 0));
        }
    }
}
