package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reelmill.testing.Product;

/// A viewer in front of a film's page: clicks what a person clicks, and reads from the player what a person
/// cannot tell.
final class Seat {

    /// Keeps the players that the page makes, and notes what its video element goes through.
    private static final String EYES = """
            (() => {
              let Player;
              window.players = [];
              Object.defineProperty(window, 'Hls', {
                configurable: true,
                get: () => Player,
                set: Given => {
                  Player = class extends Given {
                    constructor(settings) { super(settings); window.players.push(this); }
                  };
                },
              });
              window.seen = [];
              for (const name of ['playing', 'waiting', 'seeking', 'seeked', 'ended', 'error', 'pause']) {
                document.addEventListener(name, event => {
                  if (event.target.id === 'video') {
                    const video = event.target;
                    const at = video.currentTime;
                    const ahead = Array.from(video.buffered, (_, n) => n)
                      .filter(n => video.buffered.start(n) <= at + 0.1 && video.buffered.end(n) >= at)
                      .map(n => video.buffered.end(n) - at);
                    window.seen.push({ name, at, clock: Date.now(), ahead: Math.max(0, ...ahead) });
                  }
                }, true);
              }
            })()
            """;

    private final Page page;

    private Seat(Page page) {
        this.page = page;
    }

    /// What the video element went through.
    ///
    /// @param at second of the film
    /// @param clock when, in milliseconds since 1970
    /// @param ahead seconds of film that it had from there on
    record Moment(String name, double at, long clock, double ahead) {}

    /// Opens a film's page; nothing plays yet.
    static Seat take(Page page, Product product, String film) {
        page.addInitScript(EYES);
        page.navigate(product.address().resolve("/watch/" + film).toString());
        page.waitForSelector("h1");
        return new Seat(page);
    }

    /// Clicks the large button, and waits for moving pictures.
    void play() {
        page.click(".start");
        awaitTime(0.3);
    }

    double time() {
        return number("document.getElementById('video').currentTime");
    }

    double duration() {
        return number("document.getElementById('video').duration");
    }

    int pictureHeight() {
        return (int) number("document.getElementById('video').videoHeight");
    }

    /// How many bytes of sound were decoded so far.
    double soundBytes() {
        return number("document.getElementById('video').webkitAudioDecodedByteCount");
    }

    /// Waits until the film has played up to a second.
    void awaitTime(double second) {
        await("document.getElementById('video').currentTime >= " + second, Duration.ofSeconds(60));
    }

    /// Waits until something is so.
    void await(String condition, Duration patience) {
        page.waitForFunction(
                "() => " + condition, null, new WaitForFunctionOptions().setTimeout((double) patience.toMillis()));
    }

    void pause() {
        page.evaluate("() => document.getElementById('video').pause()");
    }

    /// As a click into the bar does.
    void seek(double second) {
        page.evaluate("second => { document.getElementById('video').currentTime = second; }", second);
        await("!document.getElementById('video').seeking", Duration.ofSeconds(30));
    }

    /// Chooses from one of the player's menus, e.g. `Quality`, the line that begins with these words.
    void choose(String menu, String words) {
        page.hover("#stage");
        page.click("#menus .control[aria-label='" + menu + "']");
        page.click("#menus .choice:has-text('" + words + "')");
    }

    /// The qualities that the player knows, by height.
    List<Integer> heights() {
        var heights = (List<?>) page.evaluate("() => window.players.at(-1).levels.map(level => level.height)");
        return heights.stream().map(height -> ((Number) height).intValue()).toList();
    }

    /// The language of the sound that plays.
    String soundLanguage() {
        return String.valueOf(page.evaluate(
                "() => { const player = window.players.at(-1); return player.audioTracks[player.audioTrack].lang; }"));
    }

    /// The captions that stand on the picture now.
    List<String> captions() {
        var cues = (List<?>) page.evaluate(
                "() => [...document.getElementById('video').textTracks].filter(track => track.mode === 'showing')"
                        + ".flatMap(track => [...track.activeCues].map(cue => cue.text))");
        return cues.stream().map(String::valueOf).toList();
    }

    /// What the video element went through so far.
    List<Moment> moments() {
        var moments = (List<?>) page.evaluate("() => window.seen");
        return moments.stream()
                .map(moment -> (Map<?, ?>) moment)
                .map(moment -> new Moment(
                        String.valueOf(moment.get("name")),
                        number(moment, "at"),
                        (long) number(moment, "clock"),
                        number(moment, "ahead")))
                .toList();
    }

    /// Whether at least this share of the picture's dots is not black, so that something is to be seen.
    void seesPicture() {
        var light = number("(() => { const canvas = document.createElement('canvas');"
                + " canvas.width = 64; canvas.height = 36; const brush = canvas.getContext('2d');"
                + " brush.drawImage(document.getElementById('video'), 0, 0, 64, 36);"
                + " const dots = brush.getImageData(0, 0, 64, 36).data;"
                + " return Math.max(...dots.filter((_, at) => at % 4 < 3)); })()");
        assertThat(light).as("The brightest dot of the picture").isGreaterThan(40);
    }

    Page page() {
        return page;
    }

    private double number(String expression) {
        return ((Number) page.evaluate("() => " + expression)).doubleValue();
    }

    private static double number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number
                ? number.doubleValue()
                : Double.parseDouble(String.format(Locale.ROOT, "%s", map.get(name)));
    }
}
