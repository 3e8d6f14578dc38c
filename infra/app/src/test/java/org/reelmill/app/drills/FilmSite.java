package org.reelmill.app.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;

/// A catalogue of some films, with a recipe for each round of a drill, so that each round finds new titles.
final class FilmSite implements AutoCloseable {

    private final MisbehavingServer server = MisbehavingServer.start();
    private final Path recipes;
    private final int films;

    FilmSite(Path folder, int films) throws IOException {
        this.recipes = Files.createDirectories(folder.resolve("recipes"));
        this.films = films;
    }

    /// What the product must be told to read it.
    Map<String, String> settings() {
        return Map.of(
                "reelmill.catalog.recipes",
                recipes.toString(),
                "reelmill.catalog.pages-per-commit",
                "1",
                "reelmill.outbound.allowed",
                "127.0.0.1:" + server.port());
    }

    /// Lays out the pages of a round.
    ///
    /// @return the recipe's name
    String round(int number, Body film) throws IOException {
        String name = "round-" + number;
        Files.writeString(recipes.resolve(name + ".yml"), """
                id: %2$s
                name: Round %3$d
                contact: mailto:operator@example.org
                licence: page
                delay: 150ms
                hosts:
                  pages: ["127.0.0.1:%1$d"]
                  downloads: ["127.0.0.1:%1$d"]
                start: ["http://127.0.0.1:%1$d/%2$s/index.html"]
                titles:
                  links: a.film
                """.formatted(server.port(), name, number));
        String links = IntStream.rangeClosed(1, films)
                .mapToObj(i -> "<a class=film href=" + i + ".html>" + i + "</a>")
                .collect(Collectors.joining());
        server.on("/" + name + "/index.html", Behaviour.page("text/html", links));
        for (int i = 1; i <= films; i++) {
            String address = "/" + name + "/" + i + ".mp4";
            server.on(address, Behaviour.good("video/mp4", film));
            server.on("/" + name + "/" + i + ".html", Behaviour.page("text/html", page(number, i, address)));
        }
        return name;
    }

    /// How many pages of a round were asked for.
    long asked(String round) {
        return server.log().stream()
                .filter(each -> each.asked().path().matches("/" + round + "/[0-9]+\\.html"))
                .count();
    }

    private static String page(int round, int number, String film) {
        return """
                <!doctype html><title>Film</title><h1>Film</h1>
                <script type="application/ld+json">
                {"@context": "https://schema.org", "@type": "Movie", "name": "Film %d of round %d",
                 "datePublished": "2008", "license": "https://creativecommons.org/licenses/by/3.0/",
                 "encoding": [{"@type": "VideoObject", "contentUrl": "%s", "encodingFormat": "video/mp4"}]}
                </script>
                """.formatted(number, round, film);
    }

    @Override
    public void close() {
        server.close();
    }
}
