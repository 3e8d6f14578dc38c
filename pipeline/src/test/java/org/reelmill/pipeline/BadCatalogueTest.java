package org.reelmill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import tools.jackson.databind.JsonNode;

/// Catalogues that are broken or mean harm: each bad page is skipped with its reason, the good ones are read.
class BadCatalogueTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static MisbehavingServer server;
    private static FilmSite site;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        services = EmbeddedServices.start(directory.resolve("data"));
        server = MisbehavingServer.start();
        site = new FilmSite(server, directory);
        pipeline = RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.outbound.allowed", "127.0.0.1:" + server.port(),
                        "reelmill.catalog.page-timeout", "2s",
                        "reelmill.catalog.attempts", "2",
                        "reelmill.catalog.max-wait", "5s"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        server.close();
        services.close();
    }

    @Test
    void skipsEachBadPageWithItsReasonAndReadsTheGoodOnes() throws IOException {
        site.recipe("bad", "0ms");
        var expected = badPages();
        var films = new java.util.ArrayList<>(expected.keySet());
        films.add("/bad/good");
        films.add("/bad/busy-once");
        films.add("http://localhost:" + server.port() + "/bad/by-name");
        server.on("/robots.txt", Behaviour.page("text/plain", "User-agent: *\nDisallow: /bad/forbidden\n"))
                .on("/bad/list", FilmSite.list(films, ""))
                .on("/bad/good", FilmSite.film("Good"))
                .on("/bad/by-name", FilmSite.film("By name"))
                .on("/bad/busy-once", Behaviour.first(1, Behaviour.busy(Duration.ofSeconds(1)), FilmSite.film("Busy")));

        JsonNode execution = discover("bad");

        assertThat(execution.path("status").asString()).as(execution.toString()).isEqualTo("COMPLETED");
        assertThat(pipeline.part(Titles.class).all())
                .filteredOn(title -> title.key().startsWith("bad/"))
                .extracting(Title::name)
                .containsExactlyInAnyOrder("Good", "Busy", "Entity");
        var reasons = new HashMap<String, String>();
        execution
                .path("skippedPages")
                .forEach(page -> reasons.put(
                        page.path("page").asString().replaceFirst("http://[^/]+", ""),
                        page.path("reason").asString()));
        expected.forEach((page, reason) -> {
            if (!reason.isEmpty()) {
                assertThat(reasons).as(page).containsKey(page);
                assertThat(reasons.get(page)).as(page).contains(reason);
            }
        });
        assertThat(reasons.get("/bad/by-name")).contains("localhost is at", "not a public address");
        assertThat(server.log("/bad/forbidden")).isEmpty();
        assertThat(server.log("/bad/by-name")).isEmpty();
        assertThat(reasons.toString()).doesNotContain("secret-link");
    }

    @Test
    void endsACircleOfListPages() throws IOException {
        site.recipe("circle", "0ms");
        server.on("/circle/list", FilmSite.list(List.of("/circle/a"), "/circle/two"))
                .on("/circle/two", FilmSite.list(List.of("/circle/b"), "/circle/list"))
                .on("/circle/a", FilmSite.film("A"))
                .on("/circle/b", FilmSite.film("B"));

        JsonNode execution = discover("circle");

        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        assertThat(execution.path("failure").asString()).contains("The paging does not end", "leads back to");
    }

    @Test
    void endsPagesThatAlwaysListTheSame() throws IOException {
        site.recipe("again", "0ms");
        server.on("/again/a", FilmSite.film("A")).on("/again/list", (asked, reply) -> {
            int page = Integer.parseInt("0" + asked.path().replaceAll("[^0-9]", ""));
            FilmSite.list(List.of("/again/a"), "/again/list?page=" + (page + 1)).answer(asked, reply);
        });

        JsonNode execution = discover("again");

        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        assertThat(execution.path("failure").asString()).contains("lists only films that the pages before it");
    }

    @Test
    void endsPagesThatNeverEnd() throws IOException {
        site.recipe("endless", "0ms");
        server.on("/endless/list", (asked, reply) -> {
            int page = Integer.parseInt("0" + asked.path().replaceAll("[^0-9]", ""));
            FilmSite.list(List.of("/endless/" + page), "/endless/list?page=" + (page + 1))
                    .answer(asked, reply);
        });

        assertThat(discover("endless").path("failure").asString()).contains("more than 10 list pages");
    }

    @Test
    void saysWhichSelectorFindsNothing() throws IOException {
        site.recipe("empty", "0ms");
        server.on("/empty/list", Behaviour.page("text/html", "<p>Nothing here."));

        assertThat(discover("empty").path("failure").asString()).contains("\"a.film\" (titles.links) finds no film on");
    }

    private static Map<String, String> badPages() {
        var pages = new HashMap<String, String>();
        bad(pages, "forbidden", FilmSite.film("Forbidden"), "robots.txt of 127.0.0.1 forbids");
        bad(pages, "picture", Behaviour.page("image/png", "not a page"), "is not an HTML page but image/png");
        bad(pages, "xml", Behaviour.page("text/xml", xml()), "is not an HTML page but text/xml");
        bad(pages, "xhtml", Behaviour.page("application/xhtml+xml", xml()), "");
        bad(pages, "scripted-xml", Behaviour.page("application/xhtml+xml", xml()), "cannot be run as a page");
        bad(pages, "large", Behaviour.bigPage(10_000_000), "sent more than the");
        bad(pages, "bomb", Behaviour.gzipBomb(300_000_000), "sent more than the");
        bad(pages, "redirect", Behaviour.redirect("http://169.254.169.254/latest"), "not a public address");
        bad(pages, "hang", Behaviour.hang(), "did not answer in 2 attempts");
        bad(pages, "reset", Behaviour.reset(), "did not answer in 2 attempts");
        bad(pages, "busy", Behaviour.busy(Duration.ofHours(1)), "wants to be left alone");
        bad(pages, "gone", Behaviour.status(404), "answered 404");
        var half = Body.of("<p>half a page</p>".getBytes(StandardCharsets.UTF_8));
        bad(pages, "early", Behaviour.closeEarly("text/html", half, 5), "did not answer in 2 attempts");
        String elsewhere = FilmSite.filmPage("Elsewhere", "CC0-1.0", "https://elsewhere.example/secret-link.mp4");
        bad(pages, "elsewhere", Behaviour.page("text/html", elsewhere), "has its film on elsewhere.example");
        String crooked = FilmSite.filmPage("Crooked", "CC0-1.0", "ht tp://^secret-link");
        bad(pages, "crooked", Behaviour.page("text/html", crooked), "no place to fetch");
        String unfree = FilmSite.filmPage("Unfree", "All rights reserved", "/film.mp4");
        bad(pages, "unfree", Behaviour.page("text/html", unfree), "\"All rights reserved\", which is not allowed");
        return pages;
    }

    private static void bad(Map<String, String> pages, String name, Behaviour behaviour, String reason) {
        server.on("/bad/" + name, behaviour);
        pages.put("/bad/" + name, reason);
    }

    /// Names a file of this machine as an entity, where an XML parser would put its content into the name.
    private static String xml() {
        return "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>"
                + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>"
                + FilmSite.filmPage("Entity", "CC0-1.0", "/film.mp4").replaceFirst("<!doctype html>", "")
                + "</head><body>&xxe;</body></html>";
    }

    private static JsonNode discover(String recipe) {
        JsonNode started = pipeline.post("/api/jobs/discover/executions", Map.of("recipe", recipe));
        String path = "/api/jobs/executions/" + started.path("id").asString();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !pipeline.get(path).path("alive").asBoolean());
        return pipeline.get(path);
    }
}
