package org.reelmill.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;

/// A catalogue of one film on a local server, with its recipe.
final class OneFilmSite implements AutoCloseable {

    static final String RECIPE = "one-film";

    private static final String FILM = "/films/a-long-walk.mp4";

    private final MisbehavingServer server = MisbehavingServer.start();
    private final Path recipes;

    OneFilmSite(Path film, String name, Path folder) throws IOException {
        recipes = Files.createDirectories(folder.resolve("recipes"));
        Files.writeString(recipes.resolve(RECIPE + ".yml"), recipe());
        server.on(FILM, Behaviour.good("video/mp4", Body.of(film)));
        server.on("/index.html", Behaviour.page("text/html", "<a class=film href=walk.html>" + name + "</a>"));
        server.on("/walk.html", Behaviour.page("text/html", page(name)));
    }

    /// What the product must be told to read it.
    Map<String, String> settings() {
        return Map.of(
                "reelmill.catalog.recipes",
                recipes.toString(),
                "reelmill.outbound.allowed",
                "127.0.0.1:" + server.port());
    }

    /// The address of the film itself.
    URI film() {
        return server.address(FILM);
    }

    /// The address of a film that no page names.
    URI offer(Path film) throws IOException {
        String path = "/unlisted/" + film.getFileName();
        server.on(path, Behaviour.good("video/mp4", Body.of(film)));
        return server.address(path);
    }

    private String recipe() {
        return """
                id: one-film
                name: One film
                contact: mailto:operator@example.org
                licence: page
                hosts:
                  pages: ["127.0.0.1:%1$d"]
                  downloads: ["127.0.0.1:%1$d"]
                start: ["http://127.0.0.1:%1$d/index.html"]
                titles:
                  links: a.film
                """.formatted(server.port());
    }

    private static String page(String name) {
        return """
                <!doctype html><title>%1$s</title><h1>%1$s</h1>
                <script type="application/ld+json">
                {"@context": "https://schema.org", "@type": "Movie", "name": "%1$s", "datePublished": "2008",
                 "license": "https://creativecommons.org/licenses/by/3.0/",
                 "encoding": [{"@type": "VideoObject", "contentUrl": "%2$s", "encodingFormat": "video/mp4"}]}
                </script>
                """.formatted(name, FILM);
    }

    @Override
    public void close() {
        server.close();
    }
}
