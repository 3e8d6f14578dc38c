package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.Container;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.ReelmillProcess;
import org.reelmill.testing.ReelmillProcess.CommandResult;
import org.reelmill.testing.TestFilm;
import tools.jackson.databind.JsonNode;

/// The command line as an operator uses it, against one running product.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {

    /// Clears the screen, sets the terminal's title, rings, goes back, and turns the direction of writing.
    private static final String HOSTILE = "Nice\u001b[2J\u001b]0;owned\u0007 \u009b31m Film\r\u202egnp";

    private static final long SLOW = 2_000; // Bytes in a second, so that it is not done before it is cancelled.

    private final Path folder;
    private final Body film;
    private final MisbehavingServer origin = MisbehavingServer.start();
    private final ReelmillProcess product;
    private final Shelf shelf;

    CommandLineIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        film = Body.of(TestFilm.builder()
                .duration(Duration.ofSeconds(6))
                .container(Container.MKV)
                .make(folder.resolve("good_film.mkv"), MediaTools.bundled()));
        Files.writeString(folder.resolve("page.mp4"), "<!doctype html><title>Not a film</title>");
        origin.on("/film.mkv", Behaviour.good("video/x-matroska", film));
        product = ReelmillProcess.start(
                folder.resolve("data"),
                Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port()),
                "--no-samples");
        product.address();
        shelf = new Shelf(product);
    }

    @AfterAll
    void stop() {
        product.close();
        origin.close();
    }

    @Test
    void ingestFollowsAFileToReadyInPlainLines() {
        var result = product.command(
                "ingest", folder.resolve("good_film.mkv").toString(), "--licence", "CC0-1.0", "--title", "From a File");

        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.printed()).endsWith("READY.\n").containsPattern("(?m)^\\w+ \\d+\\.\\d %");
        assertCleanText(result);
        assertThat(shelf.state(shelf.find("From a File"))).isEqualTo("READY");

        var titles = product.command("titles", "--state", "READY");
        assertThat(titles.printed()).contains("READY", "From a File");
        var show = product.command("show", shelf.find("From a File"));
        assertThat(show.printed())
                .contains("READY", "From a File")
                .containsPattern("(?m)^copying +No rung is copied: the .+\\.$");
        var id = shelf.find("From a File");
        assertThat(product.command("keep", id).printed()).contains("is kept");
        assertThat(product.command("keep", id, "--release").printed()).contains("may be put away");
    }

    @Test
    void ingestFollowsALinkToReadyWithoutNamingIt() {
        var result =
                product.command("ingest", origin.address("/film.mkv?key=5d1f0c").toString(), "--licence", "CC0-1.0");

        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.printed()).endsWith("READY.\n").doesNotContain("5d1f0c");
    }

    @Test
    void anIngestIsPausedPutBehindOthersAndCancelled() {
        origin.on("/slow.mkv", Behaviour.limited("video/x-matroska", film, SLOW));
        var followed = CompletableFuture.supplyAsync(() -> product.command(
                "ingest", origin.address("/slow.mkv").toString(), "--licence", "CC0-1.0", "--title", "A Slow Film"));
        var id = shelf.find("A Slow Film");

        assertThat(product.command("pause", id).printed()).contains("The ingest of title " + id + " is paused.");
        assertThat(product.command("show", id).printed()).contains("it goes on with: reelmill resume " + id);
        assertThat(product.command("priority", id, "7", "--class", "batch").printed())
                .contains("has priority 7 in class batch");
        assertThat(product.command("resume", id).printed()).contains("goes on");
        assertThat(product.command("show", id).printed()).doesNotContain("paused");
        assertThat(product.command("pause", "--batch").printed()).contains("The batch is paused.");
        assertThat(product.command("show", id).printed()).contains("it goes on with: reelmill resume --batch");
        assertThat(product.command("resume", id).printed())
                .contains("goes on when the batch does: reelmill resume --batch");
        assertThat(product.command("resume", "--batch").printed()).contains("The batch goes on.");
        assertThat(product.command("cancel", id).printed()).contains("is CANCELLED");

        var end = followed.orTimeout(1, TimeUnit.MINUTES).join();
        assertThat(end.status()).isEqualTo(1);
        assertThat(end.printed())
                .contains("Paused. It goes on with: ./reelmill resume " + id)
                .endsWith("CANCELLED: An operator ended it.\n");
        assertOneSentence(product.command("pause", id));
    }

    @Test
    void ingestOfWhatIsNoFilmSaysWhy() {
        var result = product.command(
                "ingest", folder.resolve("page.mp4").toString(), "--licence", "CC0-1.0", "--title", "A Page");

        assertThat(result.status()).as(result.printed()).isEqualTo(1);
        assertThat(result.printed().lines().toList().getLast())
                .startsWith("REJECTED: ")
                .hasSizeGreaterThan(20);
        var id = shelf.find("A Page");
        assertThat(product.command("show", id).printed()).contains("REJECTED");
        assertThat(shelf.movie(id).path("problem").asString()).isNotBlank();
        assertThat(product.command("redrive", id).printed()).contains("Queued ingest " + id + "-2", "A Page");
    }

    @Test
    void ingestRefusesWhatItCannotRead() {
        var missing = product.command("ingest", folder.resolve("nowhere.mp4").toString(), "--licence", "CC0-1.0");
        assertThat(missing.status()).isEqualTo(1);
        assertOneSentence(missing);

        var forbidden = product.command(
                "ingest", folder.resolve("page.mp4").toString(), "--licence", "All-Rights-Reserved", "--title", "Mine");
        assertThat(forbidden.status()).isEqualTo(1);
        assertOneSentence(forbidden);
        assertThat(forbidden.printed()).contains("All-Rights-Reserved");

        var without = product.command("ingest", folder.resolve("page.mp4").toString());
        assertThat(without.status()).as("Wrong usage").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"titles", "jobs", "queue", "doctor"})
    void printsJsonWhereAScriptWantsIt(String command) {
        var result = product.command(command, "--json");

        assertThat(result.status()).as(result.printed()).isZero();
        JsonNode json = Shelf.JSON.readTree(result.printed());
        assertThat(json.isObject() || json.isArray()).isTrue();
    }

    @Test
    void queueAndJobsAndDoctorSpeakToPeople() {
        assertThat(product.command("queue").printed()).contains("interactive", "batch", "dead letters");
        var reconcile = product.command("jobs", "start", "reconcile");
        assertThat(reconcile.status()).as(reconcile.printed()).isZero();
        assertThat(product.command("jobs").printed()).contains("reconcile").contains("COMPLETED");
        var doctor = product.command("doctor");
        assertThat(doctor.status()).as(doctor.printed()).isZero();
        assertThat(doctor.printed()).contains("OK").doesNotContain("BROKEN");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        for (var arguments : new String[][] {
            {"show", "no-such-title"},
            {"redrive", "no-such-title"},
            {"keep", "no-such-title"},
            {"pause", "no-such-title"},
            {"resume", "no such title"},
            {"priority", "no-such-title", "20"},
            {"cancel", "no-such-title"},
            {"restore", "no such title"},
            {"titles", "--state", "BOGUS"},
            {"jobs", "start", "no-such-job"},
            {"jobs", "show", "999999"}
        }) {
            var result = product.command(arguments);
            assertThat(result.status()).as(result.printed()).isEqualTo(1);
            assertOneSentence(result);
        }
    }

    @Test
    void nothingFromOutsideReachesTheTerminalAsAControlSequence() {
        var result = product.command(
                "ingest", folder.resolve("page.mp4").toString(), "--licence", "CC0-1.0", "--title", HOSTILE);
        assertCleanText(result);
        var titles = product.command("titles");
        assertThat(titles.printed()).contains("Nice");
        assertCleanText(titles);
        assertCleanText(product.command("titles", "--json"));
        assertThat(product.printed()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "run",
                "discover",
                "ingest",
                "titles",
                "show",
                "redrive",
                "pause",
                "resume",
                "priority",
                "cancel",
                "keep",
                "jobs",
                "queue",
                "doctor",
                "bench"
            })
    void explainsItself(String command) throws IOException, InterruptedException {
        var outcome = command.isEmpty() ? Launcher.run("--help") : Launcher.run(command, "--help");

        assertThat(outcome.status()).as(outcome.printed()).isZero();
        assertThat(outcome.printed())
                .contains("Usage: reelmill")
                .contains("--help")
                .contains(command);
        assertThat(outcome.printed()).doesNotContain("${");
    }

    @Test
    void saysWhereNoReelmillRuns() throws IOException, InterruptedException {
        var outcome = Launcher.run("titles", "--data", folder.resolve("empty").toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lines()).hasSize(1);
        assertThat(outcome.printed()).contains("reelmill up");
    }

    private static void assertOneSentence(CommandResult result) {
        assertThat(result.printed().strip().lines().toList())
                .as(result.printed())
                .hasSize(1);
        assertThat(result.printed()).doesNotContain("Exception");
    }

    private static void assertCleanText(CommandResult result) {
        var control = Pattern.compile("[\\p{Cntrl}\u0080-\u009f\u202a-\u202e\u2066-\u2069&&[^\n\t]]");
        assertThat(control.matcher(result.printed()).results().map(found ->
                        (int) found.group().charAt(0)))
                .as("Control characters in %s", result.printed().replaceAll("\\p{Cntrl}", "?"))
                .isEmpty();
    }
}
