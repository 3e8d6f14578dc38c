package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.Benchmark;
import org.reelmill.app.Effort;
import org.reelmill.testing.Meter;

/// P3: from the POST of a request to a picture in Chromium, over a line of 100 Mbit/s, for sources of several
/// lengths, against downloading and transcoding first; and for sources that can be copied. On a Reelmill that has made
/// a short film before, as one that serves people has; and, the shortest source, as the first film after its start.
public final class FirstPictureBenchmark implements Benchmark {

    private static final double TO_PLAYING_SECONDS = 3;
    private static final double TO_PLAYING_SECONDS_COPIED = 1.5;
    private static final double INDEPENDENT_OF_LENGTH = 1.1;
    private static final double WATCHED_SECONDS = 60;
    private static final double WATCHED_SECONDS_QUICK = 15;
    private static final double WATCHED_SECONDS_BEFORE = 5;
    private static final Duration LENGTH_BEFORE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String FILM = "Film";
    private static final String BEFORE = "Before";

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
                    .flatMap(making -> Stream.concat(
                            Stream.of(new Source(making, lengths.getFirst(), true)),
                            lengths.stream().map(minutes -> new Source(making, minutes, false))))
                    .toList();
            for (int round = 0; round < rounds; round++) {
                for (Source source : results) {
                    var film = source.film(place);
                    try (var origin = new FilmOrigin(place.path("recipes")).with(FILM, film, FilmOrigin.LINE)) {
                        origin.with(BEFORE, place.film(LENGTH_BEFORE), FilmOrigin.LINE);
                        double watched = effort == Effort.QUICK ? WATCHED_SECONDS_QUICK : WATCHED_SECONDS;
                        source.add(source.product(place, origin, viewer, watched), news);
                        if (source.needsBaseline(round)) {
                            double seconds = new DownloadFirst(place, viewer).secondsToPlaying(origin.film(FILM));
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
            var later = ofMaking.stream().filter(source -> !source.isFirst).toList();
            if (later.size() > 1) {
                rows.add(later.getLast().beside(later.getFirst()));
            }
        }
        return new Report(
                "P3: request to playing, line of 100 Mbit/s, " + rounds + " round(s)",
                rows,
                List.of(
                        "Each round has a Reelmill of its own, which has made another film of 20 s before; \"first film\":"
                                + " which has only been started. Nothing of the film was fetched before the POST.",
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
        ENCODED(TO_PLAYING_SECONDS),
        COPIED(TO_PLAYING_SECONDS_COPIED);

        private final double target;

        Making(double target) {
            this.target = target;
        }

        /// Seconds to playing.
        double target() {
            return target;
        }

        String inWords() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A film of one length, with what was measured of it.
    private static final class Source {

        private final Making making;
        private final int minutes;
        private final boolean isFirst;
        private final List<Double> product = new ArrayList<>();
        private final List<Double> stalled = new ArrayList<>();
        private final List<Double> baseline = new ArrayList<>();
        private final List<Meter.Spent> spent = new ArrayList<>();

        /// @param isFirst whether it is the first film that its Reelmill makes
        Source(Making making, int minutes, boolean isFirst) {
            this.making = making;
            this.minutes = minutes;
            this.isFirst = isFirst;
        }

        Path film(Workplace place) {
            var length = Duration.ofMinutes(minutes);
            return making == Making.COPIED ? place.fittingFilm(length) : place.film(length);
        }

        boolean needsBaseline(int round) {
            return making == Making.ENCODED
                    && !isFirst
                    && (minutes < LONGEST_BASELINE_MINUTES || (minutes == LONGEST_BASELINE_MINUTES && round == 0));
        }

        Watched product(Workplace place, FilmOrigin origin, Viewer viewer, double seconds) throws IOException {
            var data = place.path("reelmill");
            Workplace.delete(data);
            var ladder = making == Making.COPIED ? place.copyingLadder() : place.encodingLadder();
            try (var mill =
                    Mill.start(data, origin.settings(ladder), "--no-samples").up()) {
                Map<String, String> titles = mill.discover(origin.films());
                if (!isFirst) {
                    String before = Objects.requireNonNull(titles.get(BEFORE));
                    viewer.press(mill.address("/watch/" + before), WATCHED_SECONDS_BEFORE);
                    mill.ready(before, PATIENCE);
                }
                if (origin.bytesFetched(FILM) > 0) {
                    throw new IllegalStateException("The film was fetched before it was asked for.");
                }
                var meter = Meter.of(mill.handle());
                String title = Objects.requireNonNull(titles.get(FILM));
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
            news.accept("%s: playing after %.2f s, stalled %.2f s"
                    .formatted(
                            inWords(),
                            watched.playing().seconds(),
                            watched.playing().stalled()));
        }

        void addBaseline(double seconds, Consumer<String> news) {
            baseline.add(seconds);
            news.accept("%d min: downloaded, transcoded, playing after %.1f s".formatted(minutes, seconds));
        }

        private String inWords() {
            return "%d min source, %s%s".formatted(minutes, making.inWords(), isFirst ? ", first film" : "");
        }

        Row toPlaying() {
            @Nullable Figures beside = baseline.isEmpty() ? null : new Figures(baseline);
            @Nullable Target target = isFirst ? null : new Target(Target.Of.FIGURE, making.target());
            return new Row(inWords() + ": to playing, s", new Figures(product), beside, target);
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
                    inWords() + ": stalled while watched, s", new Figures(stalled), new Target(Target.Of.FIGURE, 0));
        }
    }
}
