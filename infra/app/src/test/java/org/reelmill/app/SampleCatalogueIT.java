package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Browser;
import org.reelmill.testing.Needs;
import org.reelmill.testing.ReelmillProcess;

/// The first minutes with Reelmill: an empty data directory, `./reelmill up`, the page, a click.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleCatalogueIT {

    private static final Path SCREENSHOTS = Needs.root().resolve("infra/app/target/screenshots");
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final ReelmillProcess product;
    private final Shelf shelf;
    private final Browser browser;
    private Page page;

    SampleCatalogueIT(@TempDir Path folder) {
        browser = Browser.start();
        product = ReelmillProcess.start(folder.resolve("data"), Map.of());
        shelf = new Shelf(product);
        page = browser.newPage();
    }

    @BeforeAll
    void awaitFilms() {
        for (var name : new String[] {"Big Buck Bunny", "Signal and Noise", "Slow Light"}) {
            shelf.await(shelf.find(name), PATIENCE, "READY");
        }
    }

    @BeforeEach
    void openPage() {
        page.close();
        page = browser.newPage();
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void stop() {
        browser.close();
        product.close();
    }

    @Test
    void theWallShowsTheFilmsThatMayBeShown() {
        page.navigate(product.address().toString());
        page.waitForSelector(".card .name");

        assertThat(page.locator("#grid .card .name").allTextContents())
                .containsExactlyInAnyOrder("Big Buck Bunny", "Signal and Noise", "Slow Light");
        awaitPosters();
        shoot("wall");
        page.setViewportSize(390, 844);
        shoot("wall-phone");
        var overflow = ((Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth")).intValue();
        assertThat(overflow).as("Dots that the page is too wide on a phone").isLessThanOrEqualTo(0);
    }

    @Test
    void bigBuckBunnyPlaysInFourQualitiesFromOneClickOnTheWall() {
        page.navigate(product.address().toString());
        page.click("#grid .card:has-text('Big Buck Bunny') .name");
        page.waitForSelector(".start");
        shoot("film");
        assertThat(page.locator(".licence").textContent()).contains("www.bigbuckbunny.org");

        var seat = Seat.take(page, product, shelf.find("Big Buck Bunny"));
        seat.play();
        assertThat(seat.heights()).containsExactlyInAnyOrder(1080, 720, 480, 360);
        var soundBefore = seat.soundBytes();
        seat.awaitTime(2);
        assertThat(seat.soundBytes()).isGreaterThan(soundBefore);
        assertThat(seat.duration()).isBetween(29.9, 30.2);
        seat.seesPicture();
        shoot("film-playing");
    }

    @Test
    void aForcedSwitchOfQualityPlaysOn() {
        var seat = Seat.take(page, product, shelf.find("Big Buck Bunny"));
        seat.play();
        for (var height : new int[] {360, 1080, 480}) {
            seat.choose("Quality", height + "p");
            seat.await("document.getElementById('video').videoHeight === " + height, Duration.ofSeconds(20));
            var before = seat.time();
            seat.awaitTime(before + 1);
        }
        shoot("film-quality");
    }

    @Test
    void aSeekToNearTheEndPlaysToTheEnd() {
        var seat = Seat.take(page, product, shelf.find("Big Buck Bunny"));
        seat.play();
        seat.seek(26.5);
        var sound = seat.soundBytes();
        seat.await("document.getElementById('video').ended", Duration.ofSeconds(20));

        assertThat(seat.time()).isBetween(29.9, 30.2);
        assertThat(seat.soundBytes()).isGreaterThan(sound);
        assertThat(seat.moments())
                .filteredOn(moment -> moment.name().equals("error"))
                .isEmpty();
    }

    @Test
    void captionsStandOnTheMatroskaFilm() {
        var seat = Seat.take(page, product, shelf.find("Signal and Noise"));
        seat.play();
        seat.choose("Captions", "English");
        var caption = Awaitility.await("a caption")
                .pollInSameThread()
                .atMost(Duration.ofSeconds(25))
                .until(seat::captions, captions -> !captions.isEmpty());
        shoot("film-captions");
        assertThat(caption.getFirst()).isNotBlank();

        seat.choose("Captions", "Deutsch");
        Awaitility.await("a German caption")
                .pollInSameThread()
                .atMost(Duration.ofSeconds(25))
                .until(seat::captions, captions -> !captions.isEmpty() && !captions.equals(caption));
    }

    @Test
    void theSeekBarShowsPicturesAndChapters() {
        var seat = Seat.take(page, product, shelf.find("Signal and Noise"));
        seat.play();
        seat.await("document.querySelectorAll('#marks i').length === 3", Duration.ofSeconds(20));
        page.hover("#stage");
        var bar = page.locator("#seek").boundingBox();
        page.mouse().move(bar.x + bar.width * 0.6, bar.y + bar.height / 2);
        seat.await("document.querySelector('#tip.tall .picture')?.hidden === false", Duration.ofSeconds(10));
        assertThat(page.locator("#tip .picture").getAttribute("style")).contains("sheet-000.jpg");
        assertThat(page.locator("#tip strong").textContent()).isNotBlank();
        var loaded = page.evaluate("""
                () => new Promise((resolve) => {
                  const shown = document.querySelector('#tip .picture').style.backgroundImage;
                  const image = new Image();
                  image.onload = () => resolve(image.naturalWidth);
                  image.onerror = () => resolve(0);
                  image.src = shown.slice(5, -2);
                })""");
        assertThat(((Number) loaded).intValue()).as("Width of the sheet").isEqualTo(2400);
        shoot("film-storyboard");

        var third = page.locator(".menu[data-menu=chapters]");
        third.locator("button.control").click();
        third.locator(".choice").nth(2).click();
        seat.awaitTime(14);
    }

    @Test
    void theLanguageOfTheSoundCanBeChanged() {
        var seat = Seat.take(page, product, shelf.find("Signal and Noise"));
        seat.play();
        assertThat(seat.soundLanguage()).startsWith("en");
        seat.choose("Audio", "Deutsch");
        Awaitility.await("German sound")
                .pollInSameThread()
                .until(seat::soundLanguage, language -> language.startsWith("de"));
        var sound = seat.soundBytes();
        seat.awaitTime(seat.time() + 2);
        assertThat(seat.soundBytes()).isGreaterThan(sound);
    }

    @Test
    void playingGoesOnWhereThisBrowserStopped() {
        var film = shelf.find("Slow Light");
        var seat = Seat.take(page, product, film);
        seat.play();
        seat.seek(9);
        seat.awaitTime(9.5);
        seat.pause();
        page.navigate(product.address().toString());
        page.waitForSelector("#going-on-row .card");
        shoot("wall-going-on");
        page.click("#going-on-row .name");
        page.waitForSelector(".start");
        page.click(".start");
        seat.await("document.getElementById('video').currentTime > 9.2", Duration.ofSeconds(15));
        assertThat(seat.time()).isLessThan(14);
    }

    private void awaitPosters() {
        page.waitForFunction("() => [...document.querySelectorAll('#grid .poster img')]"
                + ".every(image => image.complete && image.naturalWidth > 0)");
    }

    private void shoot(String name) {
        page.screenshot(new ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(name.startsWith("wall")));
    }
}
