package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reelmill.samples.SampleSite;

class BrowserTest {

    @Test
    void showsAPageThatItsScriptBuilds() {
        try (var site = SampleSite.start(Needs.root().resolve("samples"), 0);
                var browser = Browser.start()) {
            var page = browser.newPage();
            page.navigate(site.address() + "titles/slow-light.html");
            page.waitForSelector("h1");

            assertThat(page.textContent("h1")).isEqualTo("Slow Light");
            assertThat(page.title()).matches(Pattern.compile("Slow Light.*"));
            assertThat(browser.complaints())
                    .filteredOn(line -> !line.contains("404"))
                    .isEmpty();
        }
    }

    @Test
    void playsAFilmWithoutAClickAndHearsComplaints() {
        try (var site = SampleSite.start(Needs.root().resolve("samples"), 0);
                var browser = Browser.start()) {
            var page = browser.newPage(640, 480);
            page.navigate(site.address().toString());
            page.evaluate("document.body.innerHTML = '<video autoplay src=\"films/slow-light.mp4\"></video>'");
            page.waitForFunction("document.querySelector('video').currentTime > 0.3");
            page.evaluate("setTimeout(() => { throw new Error('planted') })");
            page.waitForFunction("document.querySelector('video').currentTime > 0.6");

            assertThat(browser.complaints()).anyMatch(line -> line.contains("planted"));
        }
    }
}
