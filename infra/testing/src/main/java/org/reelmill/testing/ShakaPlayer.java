package org.reelmill.testing;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;

/// Shaka Player on a page of its own, which is no page of the product. Comes from npm, once, into the
/// checkout's `.cache`; without Node.js or npm's registry the test is skipped, or fails in CI, see [Needs].
public final class ShakaPlayer implements AutoCloseable {

    private static final String PACKAGE = "shaka-player";
    private static final String VERSION = "5.2.12";
    private static final String PAGE =
            "<!doctype html><title>Shaka Player</title><video id=video></video><script src=shaka.js></script>";
    private static final String LOAD = """
            async playlist => {
              shaka.polyfill.installAll();
              const player = new shaka.Player();
              window.failures = [];
              player.addEventListener('error', event => window.failures.push(event.detail.code));
              window.player = player;
              await player.attach(document.querySelector('video'));
              await player.load(playlist);
              return player.getVariantTracks().map(track => track.height + ' ' + track.codecs);
            }
            """;

    private final MisbehavingServer server;
    private final Page page;

    private ShakaPlayer(MisbehavingServer server, Page page) {
        this.server = server;
        this.page = page;
    }

    /// Opens the page.
    public static ShakaPlayer in(Browser browser) {
        var folder = Needs.root().resolve(".cache/" + PACKAGE + "-" + VERSION);
        NpmPackages.install(folder, List.of(PACKAGE + "@" + VERSION));
        try {
            var server = MisbehavingServer.start();
            var script = folder.resolve("node_modules/shaka-player/dist/shaka-player.compiled.js");
            server.on("/shaka.js", Behaviour.page("text/javascript", Files.readString(script)));
            server.on("/", Behaviour.page("text/html", PAGE));
            server.on("/favicon.ico", Behaviour.page("image/x-icon", ""));
            var page = browser.newPage();
            page.navigate(server.address("/").toString());
            return new ShakaPlayer(server, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Loads a publication.
    ///
    /// @return its variants, each height and codecs
    public List<String> load(URI playlist) {
        return ((List<?>) page.evaluate(LOAD, playlist.toString()))
                .stream().map(Object::toString).toList();
    }

    /// Codes of what failed while it played.
    public List<String> failures() {
        return ((List<?>) page.evaluate("() => window.failures"))
                .stream().map(Object::toString).toList();
    }

    /// Plays on from a second, at four times the pace, until the end.
    ///
    /// @return whether the end was reached
    public boolean endsFrom(double second) {
        return Boolean.TRUE.equals(page.evaluate("""
                async second => {
                  const video = document.querySelector('video');
                  const ended = new Promise(resolve => {
                    video.addEventListener('ended', () => resolve(true), { once: true });
                    setTimeout(() => resolve(false), 15000);
                  });
                  video.currentTime = second;
                  await video.play();
                  return ended;
                }
                """, second));
    }

    public Page page() {
        return page;
    }

    @Override
    public void close() {
        page.close();
        server.close();
    }
}
