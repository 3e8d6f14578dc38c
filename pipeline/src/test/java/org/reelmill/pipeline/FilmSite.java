package org.reelmill.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.MisbehavingServer;

/// Pages and recipes of small catalogues on a misbehaving server.
final class FilmSite {

    private final MisbehavingServer server;
    private final Path recipes;

    FilmSite(MisbehavingServer server, Path directory) throws IOException {
        this.server = server;
        this.recipes = Files.createDirectories(directory.resolve("recipes"));
    }

    /// Writes a recipe whose list begins at `/NAME/list`.
    void recipe(String name, String delay) throws IOException {
        String site = "127.0.0.1:" + server.port();
        Files.writeString(
                recipes.resolve(name + ".yml"), """
                id: %s
                name: Test
                contact: mailto:op@example.org
                licence: page
                hosts: {pages: ["%s", "localhost:%d"], downloads: ["%s"]}
                start: http://%s/%s/list
                titles: {links: a.film}
                paging: {next: a.next, maxPages: 10}
                delay: %s
                script: ["scripted"]
                """.formatted(name, site, server.port(), site, site, name, delay));
    }

    static Behaviour list(List<String> films, String next) {
        var html = new StringBuilder("<!doctype html><title>Films</title>");
        films.forEach(film -> html.append("<a class=film href=\"").append(film).append("\">Film</a>"));
        if (!next.isEmpty()) {
            html.append("<a class=next href=\"").append(next).append("\">Next</a>");
        }
        return Behaviour.page("text/html", html.toString());
    }

    static Behaviour film(String name) {
        return Behaviour.page("text/html; charset=utf-8", filmPage(name, "CC0-1.0", "/film.mp4"));
    }

    static String filmPage(String name, String licence, String link) {
        return """
                <!doctype html><title>%s</title><script type="application/ld+json">
                {"@context": "https://schema.org", "@type": "Movie", "name": "%s", "license": "%s", "contentUrl": "%s"}
                </script>""".formatted(name, name, licence, link);
    }
}
