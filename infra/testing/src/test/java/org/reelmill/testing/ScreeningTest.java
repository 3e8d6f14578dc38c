package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreeningTest {

    private static final MediaTools TOOLS = MediaTools.bundled();
    private static final TestFilm FILM = TestFilm.builder().rate(24000, 1001).duration(Duration.ofSeconds(12));

    @TempDir
    Path folder;

    @Test
    void seesAndHearsWhatChromiumPlaysAfterASeek() {
        var good = FILM.make(folder.resolve("good.mp4"), TOOLS);
        var late = folder.resolve("late.mp4");
        TOOLS.ffmpeg(List.of("-i", good.toString(), "-c:v", "copy", "-af", "adelay=20", late.toString()));
        var wrong = folder.resolve("wrong.mp4");
        TOOLS.ffmpeg(List.of("-i", good.toString(), "-vf", "shuffleframes=1 0", wrong.toString()));

        try (var server = MisbehavingServer.start();
                var browser = Browser.start()) {
            for (var film : List.of(good, late, wrong)) {
                var name = film.getFileName().toString();
                server.on("/" + name, Behaviour.good("video/mp4", Body.of(film)));
                server.on(
                        "/" + name + ".html", Behaviour.page("text/html", "<video autoplay src=" + name + "></video>"));
            }
            var page = browser.newPage();
            for (var second : new double[] {0, 3.3, 6.2}) {
                var right = watch(page, server.address("/good.mp4.html").toString(), second);
                assertThat(right.frames().numbers()).isNotEmpty();
                assertThat(right.frames().misplaced(FILM.rate(), 0)).isEmpty();
                assertThat(right.soundDelay(FILM.rate()))
                        .as("from %s s", second)
                        .isBetween(-3.0, 3.0);
            }
            var delayed = watch(page, server.address("/late.mp4.html").toString(), 6.2);
            var shuffled = watch(page, server.address("/wrong.mp4.html").toString(), 6.2);
            assertThat(delayed.soundDelay(FILM.rate())).isBetween(17.0, 23.0);
            assertThat(shuffled.frames().misplaced(FILM.rate(), 0)).isNotEmpty();
        }
    }

    private static Screening.Seen watch(Page page, String address, double second) {
        page.navigate(address);
        page.waitForFunction("document.querySelector('video').currentTime > 0.1");
        return new Screening(page).watchFrom(second, Duration.ofMillis(2500));
    }
}
