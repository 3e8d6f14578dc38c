package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;

/// P3: from the POST of a request to a picture in Chromium, over a line of 100 Mbit/s, for sources of several
/// lengths, against downloading and transcoding first; and for sources that can be copied.
public final class FirstPictureBenchmark implements Benchmark {

    private static final double TO_PLAYING_SECONDS = 3;
    private static final double TO_PLAYING_SECONDS_COPIED = 1.5;
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
            var results = Stream.of(Making.values())
                    .flatMap(making -> lengths.stream().map(minutes -> new Source(making, minutes)))
                    .toList();
            for (int round = 0; round < rounds; round++) {
                for (Source source : results) {
                    var film = source.film(place);
                    try (var origin = new FilmOrigin(place.path("recipes")).with("Film", film, FilmOrigin.LINE)) {
                        double watched = effort == Effort.QUICK ? WATCHED_SECONDS_QUICK : WATCHED_SECONDS;
                        source.add(source.product(place, origin, viewer, watched), news);
                        if (source.needsBaseline(round)) {
                            double seconds = new DownloadFirst(place, viewer).secondsToPlaying(origin.film("Film"));
                            source.addBaseline(seconds, news);
                        }
                    }
                }
            }
            return report(place, results, rounds).text();
        }
    }

    private static Report report(Workplace place, List<Source> sources, int rounds) {
        var rows = new ArrayList<Row>();
        for (var making : Making.values()) {
            var ofMaking =
                    sources.stream().filter(source -> source.making == making).toList();
            ofMaking.forEach(source -> rows.addAll(List.of(source.toPlaying(), source.stalls())));
            if (ofMaking.size() > 1) {
                rows.add(ofMaking.getLast().beside(ofMaking.getFirst()));
            }
        }
        return new Report(
                "P3: request to playing, line of 100 Mbit/s, " + rounds + " round(s)",
                rows,
                List.of(
                        "Each round has a Reelmill of its own; nothing of the film was fetched before the POST.",
                        "Encoded: all four rungs are (copy: never). Copied: the film fits the tallest rung, which is"
                                + " copied (copy: fitting); the other three are encoded.",
                        "Baseline: download, one ffmpeg command for the whole ladder, play from a local server.",
                        place.machine(sources.stream()
                                .flatMap(source -> source.spent.stream())
                                .toList())));
    }

    /// One viewing, with what it cost.
    private record Watched(Viewer.Playing playing, Meter.Spent spent) {}

    /// How the tallest rung of a source comes about.
    private enum Making {
        ENCODED,
        COPIED;

        String inWords() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A film of one length, with what was measured of it.
    private static final class Source {

        private final Making making;
        private final int minutes;
        private final List<Double> product = new ArrayList<>();
        private final List<Double> stalled = new ArrayList<>();
        private final List<Double> baseline = new ArrayList<>();
        private final List<Meter.Spent> spent = new ArrayList<>();

        Source(Making making, int minutes) {
            this.making = making;
            this.minutes = minutes;
        }

        Path film(Workplace place) {
            var length = Duration.ofMinutes(minutes);
            return making == Making.COPIED ? place.fittingFilm(length) : place.film(length);
        }

        boolean needsBaseline(int round) {
            return making == Making.ENCODED
                    && (minutes < LONGEST_BASELINE_MINUTES || (minutes == LONGEST_BASELINE_MINUTES && round == 0));
        }

        Watched product(Workplace place, FilmOrigin origin, Viewer viewer, double seconds) throws IOException {
            var data = place.path("reelmill");
            Workplace.delete(data);
            var ladder = making == Making.COPIED ? place.copyingLadder() : place.encodingLadder();
            try (var mill =
                    Mill.start(data, origin.settings(ladder), "--no-samples").up()) {
                Map<String, String> titles = mill.discover(origin.films());
                if (origin.bytesFetched("Film") > 0) {
                    throw new IllegalStateException("The film was fetched before it was asked for.");
                }
                var meter = Meter.of(mill.handle());
                String title = titles.values().iterator().next();
                Viewer.Playing playing = viewer.press(mill.address("/watch/" + title), seconds);
                var watched = new Watched(playing, meter.read());
                String copying =
                        mill.shown(title).path("ingest").path("copying").asString("");
                if (copying.startsWith("The rung v1080 is copied") != (making == Making.COPIED)) {
                    throw new IllegalStateException("This source was to be " + making.inWords() + ": " + copying);
                }
                return watched;
            }
        }

        void add(Watched watched, Consumer<String> news) {
            product.add(watched.playing().seconds());
            stalled.add(watched.playing().stalled());
            spent.add(watched.spent());
            news.accept("%d min, %s: playing after %.2f s, stalled %.2f s"
                    .formatted(
                            minutes,
                            making.inWords(),
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
                    "%d min source, %s: to playing, s".formatted(minutes, making.inWords()),
                    new Figures(product),
                    beside,
                    new Target(
                            Target.Of.FIGURE,
                            making == Making.COPIED ? TO_PLAYING_SECONDS_COPIED : TO_PLAYING_SECONDS));
        }

        /// Whether it takes longer, the longer the film is.
        Row beside(Source shortest) {
            return Row.against(
                    "%d min source, %s, baseline %d min: to playing, s"
                            .formatted(minutes, making.inWords(), shortest.minutes),
                    new Figures(product),
                    new Figures(shortest.product),
                    new Target(Target.Of.RATIO, INDEPENDENT_OF_LENGTH));
        }

        Row stalls() {
            return Row.alone(
                    "%d min source, %s: stalled while watched, s".formatted(minutes, making.inWords()),
                    new Figures(stalled),
                    new Target(Target.Of.FIGURE, 0));
        }
    }
}
