package org.reelmill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;

/// Films that come in by upload and by the drop folder; and a schedule that fires each second.
class NewFilmsTest {

    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    static Path directory;

    private static Path drop;
    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        drop = Files.createDirectories(directory.resolve("drop"));
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.ingest.max-upload", "1MB",
                        "reelmill.ingest.drop-folder", drop.toString(),
                        "reelmill.ingest.drop-licence", "CC-BY-4.0",
                        "reelmill.ingest.drop-every", "2s",
                        "reelmill.jobs.schedules[0].job", "enqueue",
                        "reelmill.jobs.schedules[0].cron", "* * * * * *"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    @Test
    void takesADroppedFileOnceAndKeepsItInTaken() throws IOException {
        Files.write(drop.resolve("the_long-way home.mp4"), new byte[1000]);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(drop.resolve("taken/the_long-way home.mp4")));
        Files.write(drop.resolve("the_long-way home.mp4"), new byte[2000]);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(drop.resolve("taken/the_long-way home.mp4.2")));

        assertThat(drop.resolve("taken/the_long-way home.mp4")).hasSize(1000);
        assertThat(drop.resolve("taken/the_long-way home.mp4.2")).hasSize(2000);
        assertThat(named("the long way home"))
                .hasSize(2)
                .allMatch(title -> title.licence().id().equals("CC-BY-4.0"));
    }

    @Test
    void waitsForAFileThatIsStillWritten() throws IOException {
        Path file = drop.resolve("growing.mkv");
        for (int part = 0; part < 12; part++) {
            Files.write(file, new byte[100], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            await().pollDelay(Duration.ofMillis(250)).until(() -> true);
            assertThat(drop.resolve("taken/growing.mkv")).doesNotExist();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(drop.resolve("taken/growing.mkv")));

        assertThat(drop.resolve("taken/growing.mkv")).hasSize(1200);
        assertThat(named("growing")).hasSize(1);
    }

    @Test
    void putsAFileThatIsTooLargeIntoRefusedAndLeavesEmptyAndHiddenOnes() throws IOException {
        Files.write(drop.resolve("empty.mp4"), new byte[0]);
        Files.write(drop.resolve(".hidden.mp4"), new byte[10]);
        Files.write(drop.resolve("large.mp4"), new byte[MEGABYTE + 1]);

        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(drop.resolve("refused/large.mp4")));

        assertThat(drop.resolve("empty.mp4")).exists();
        assertThat(drop.resolve(".hidden.mp4")).exists();
        assertThat(named("large")).isEmpty();
    }

    @Test
    void refusesADropFolderWithoutALicence() {
        var without = new HashMap<>(Map.of("reelmill.ingest.drop-folder", drop.toString()));
        assertThatThrownBy(() -> RunningPipeline.start(services, directory.resolve("second"), without))
                .hasStackTraceContaining("reelmill.ingest.drop-licence is not. Name the licence of the films");

        without.put("reelmill.ingest.drop-licence", "CC-BY-NC-4.0");
        assertThatThrownBy(() -> RunningPipeline.start(services, directory.resolve("third"), without))
                .hasStackTraceContaining("Films under \"CC-BY-NC-4.0\" (reelmill.ingest.drop-licence) may not be");
    }

    @Test
    void refusesAnUploadThatIsTooLarge() {
        assertRefused("name=a.mp4&licence=cc0", MEGABYTE + 1, 413, "film-too-large");
    }

    @Test
    void refusesAnUploadWithoutAKnownLicenceOrWithoutAFilm() {
        assertRefused("name=a.mp4&licence=mine", 10, 422, "licence-not-allowed");
        assertRefused("name=a.mp4&licence=", 10, 422, "licence-not-allowed");
        assertRefused("name=a.mp4", 10, 400, "bad-request");
        assertRefused("name=a.mp4&licence=cc0", 0, 400, "film-empty");
    }

    @Test
    void keepsMarkupAsTextAndDropsControlCharacters() {
        assertThat(uploaded("<script>alert(1)</script>").name()).isEqualTo("<script>alert(1)</script>");
        assertThat(uploaded("Two\u001b[31m lines\r\nX: \u202egnp.exe\u0000").name())
                .isEqualTo("Two [31m lines X:  gnp.exe");
        assertThat(uploaded("\u0000\u0007").name()).isEqualTo("Untitled");
        assertThat(uploaded("x".repeat(1000)).name()).hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void startsAJobByTheClock() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.get("/api/jobs/executions?job=enqueue")
                                .path("items")
                                .size()
                        >= 2);
    }

    private static List<Title> named(String name) {
        return pipeline.part(Titles.class).all().stream()
                .filter(title -> title.name().equals(name))
                .toList();
    }

    private static Title uploaded(String title) {
        var answer = upload("name=a.mp4&licence=cc0&title=" + URLEncoder.encode(title, StandardCharsets.UTF_8), 10);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return pipeline.part(Titles.class)
                .find(answer.body().path("titleId").asString())
                .orElseThrow();
    }

    private static void assertRefused(String query, int bytes, int status, String type) {
        var answer = upload(query, bytes);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().path("type").asString()).endsWith("/" + type);
    }

    private static RunningPipeline.Answer upload(String query, int bytes) {
        return pipeline.send(
                "/api/ingests/upload?" + query,
                request -> request.header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(new byte[bytes])));
    }
}
