package org.reelmill.bench;

import com.microsoft.playwright.Page;
import java.net.URI;
import org.reelmill.testing.Browser;

/// Somebody in front of Chromium who watches a film and notes when it begins and where it stalls.
final class Viewer implements AutoCloseable {

    private static final double PATIENCE = 600_000;

    // The clock starts with the request; where nothing is asked for, with the click.
    private static final String WATCH = """
            () => {
              const seen = (window.seen = { asked: 0, clicked: 0, playing: 0, stalled: 0, since: 0 });
              const video = document.querySelector('video');
              video.addEventListener('playing', () => {
                const now = performance.now();
                if (!seen.playing) seen.playing = now;
                if (seen.since) seen.stalled += now - seen.since;
                seen.since = 0;
              });
              video.addEventListener('waiting', () => { if (seen.playing && !video.ended) seen.since = performance.now(); });
              const ask = window.fetch;
              window.fetch = (...what) => {
                if (!seen.asked && String(what[0]?.url ?? what[0]).endsWith('/api/requests')) seen.asked = performance.now();
                return ask(...what);
              };
            }
            """;

    private final Browser browser = Browser.start();

    /// Opens a film's page and presses its one big button, whatever it says.
    Playing press(URI page, double watchSeconds) {
        try (Page tab = browser.newPage()) {
            tab.navigate(page.toString());
            var button = tab.locator("#curtain button").first();
            button.waitFor();
            tab.evaluate(WATCH);
            tab.evaluate("() => { seen.clicked = performance.now(); "
                    + "document.querySelector('#curtain button').click(); }");
            return watch(tab, watchSeconds);
        }
    }

    /// Opens a page that plays by itself.
    Playing open(URI page, double watchSeconds) {
        try (Page tab = browser.newPage()) {
            tab.navigate(page.toString());
            return watch(tab, watchSeconds);
        }
    }

    private static Playing watch(Page tab, double watchSeconds) {
        var patience = new Page.WaitForFunctionOptions().setTimeout(PATIENCE);
        tab.waitForFunction("() => seen.playing > 0", null, patience);
        tab.waitForFunction(
                "seconds => { const video = document.querySelector('video');"
                        + " return video.ended || performance.now() - seen.playing > seconds * 1000; }",
                watchSeconds,
                patience);
        double toPlaying = number(tab, "seen.playing - (seen.asked || seen.clicked)");
        double stalled = number(tab, "seen.stalled + (seen.since ? performance.now() - seen.since : 0)");
        return new Playing(toPlaying / 1e3, stalled / 1e3);
    }

    private static double number(Page tab, String expression) {
        return ((Number) tab.evaluate("() => " + expression)).doubleValue();
    }

    @Override
    public void close() {
        browser.close();
    }

    /// @param seconds from the request (or the click) to `playing`
    /// @param stalled seconds without picture while it was watched
    record Playing(double seconds, double stalled) {}
}
