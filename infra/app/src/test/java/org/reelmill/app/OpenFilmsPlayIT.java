package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.Browser;
import org.reelmill.testing.GStreamer;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Needs;
import org.reelmill.testing.Playback;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.ShakaPlayer;

/// Issue 5, acceptance 2: every film under `A-open` becomes a publication that strict parsers accept, and
/// that plays to its end with sound on the product's own page, in Shaka Player and in GStreamer. The ladder
/// is a low one, to save time; what the films differ in is kept in all rungs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenFilmsPlayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration GSTREAMER = Duration.ofMinutes(2);
    private static final Pattern RATE = Pattern.compile("FRAME-RATE=([0-9.]+)");
    private static final String LOW = """
            preset: ultrafast
            rungs:
              - height: 240
                crf: 28
                maxKbps: 600
              - height: 144
                crf: 30
                maxKbps: 250
            """;

    private final MisbehavingServer origin = MisbehavingServer.start();
    private final Browser browser = Browser.start();
    private final GStreamer gstreamer = new GStreamer();
    private final PlaylistValidators validators = new PlaylistValidators();
    private final Map<Path, String> ids = new HashMap<>();
    private final Path folder;
    private final ReelmillProcess product;
    private final Shelf shelf;

    OpenFilmsPlayIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("low.yml"), LOW);
        var settings = Map.of(
                "reelmill.outbound.allowed",
                "127.0.0.1:" + origin.port(),
                "reelmill.ladder.directory",
                folder.toString(),
                "reelmill.ladder.name",
                "low");
        product = ReelmillProcess.start(folder.resolve("data"), settings, "--no-samples");
        shelf = new Shelf(product);
    }

    static List<Path> films() throws IOException {
        try (var films = Files.list(Needs.sharedMedia().resolve("A-open"))) {
            return films.sorted().toList();
        }
    }

    @BeforeAll
    void ingestThemAll() throws IOException {
        for (var film : films()) {
            String path = "/" + film.getFileName();
            origin.on(path, Behaviour.good("application/octet-stream", Body.of(film)));
            ids.put(film, shelf.ingest(origin.address(path), film.getFileName().toString()));
        }
        ids.values().forEach(id -> shelf.await(id, PATIENCE, "READY"));
    }

    @AfterAll
    void stop() {
        browser.close();
        product.close();
        origin.close();
    }

    @ParameterizedTest
    @MethodSource("films")
    void aFilmPlaysToItsEndInThreePlayers(Path film) throws IOException {
        String id = Objects.requireNonNull(ids.get(film));
        var master = shelf.playlist(id);
        try (var edge = new EdgeClient()) {
            var copy = edge.copy(master, folder.resolve(id));
            var playlists = new HashMap<String, String>();
            for (var playlist : copy.playlists().entrySet()) {
                playlists.put(playlist.getKey(), Files.readString(playlist.getValue()));
            }
            assertThat(validators.objections(playlists)).isEmpty();

            String offer = Files.readString(copy.master());
            var onPage = onThePage(id);
            var inShaka = inShakaPlayer(id);
            var inGStreamer = gstreamer.length(shelf.playlist(id), GSTREAMER);
            System.out.printf("%s%n  hls.js %s%n  Shaka %s%n  %s%n", film.getFileName(), onPage, inShaka, inGStreamer);

            boolean sound = offer.contains("TYPE=AUDIO");
            for (var seen : List.of(onPage, inShaka)) {
                assertThat(seen.began()).as("%s began", seen).isTrue();
                assertThat(seen.ended()).as("%s ended", seen).isTrue();
                assertThat(seen.frames()).isPositive();
                assertThat(seen.height()).isPositive();
                assertThat(seen.soundBytes() > 0).as("%s has sound", seen).isEqualTo(sound);
                assertThat(seen.seconds()).isCloseTo(onPage.seconds(), within(0.05));
            }
            double rate = rate(offer);
            assertThat(inGStreamer.frames() / rate).as("Seconds of picture").isCloseTo(onPage.seconds(), within(0.05));
            assertThat(inGStreamer.sound()).as("Seconds of sound").isCloseTo(sound ? onPage.seconds() : 0, within(0.1));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private Playback onThePage(String id) {
        var page = browser.newPage();
        try {
            Seat.take(page, product, id).play();
            return Playback.of(page);
        } finally {
            page.close();
        }
    }

    private Playback inShakaPlayer(String id) {
        try (var player = ShakaPlayer.in(browser)) {
            player.load(shelf.playlist(id));
            var seen = Playback.of(player.page());
            assertThat(player.failures()).isEmpty();
            return seen;
        }
    }

    private static double rate(String offer) {
        var rates = RATE.matcher(offer);
        assertThat(rates.find()).isTrue();
        return Double.parseDouble(rates.group(1));
    }
}
