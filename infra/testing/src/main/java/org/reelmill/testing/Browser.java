package org.reelmill.testing;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A headless Chromium that is installed on the machine, driven through Playwright.
///
/// Films start without a click. Not safe for use by several threads, as Playwright is not.
public final class Browser implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            // Chromium's own sandbox does not start as root.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /// Starts Chromium; without one the test is skipped, or fails in CI, see [Needs].
    public static Browser start() {
        var executable = Needs.chromium();
        // Without this, creating Playwright tries to download browsers and fails.
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            var options = new LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(FLAGS);
            return new Browser(playwright, playwright.chromium().launch(options));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /// A page of its own context: no cookies or storage of the others.
    public Page newPage() {
        return newPage(1280, 800);
    }

    public Page newPage(int width, int height) {
        var page =
                chromium.newPage(new com.microsoft.playwright.Browser.NewPageOptions().setViewportSize(width, height));
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /// What the pages complained about: uncaught errors and error lines of the console, refused by
    /// policy or not found.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        try (playwright) {
            chromium.close();
        }
    }
}
