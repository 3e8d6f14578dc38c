package org.reelmill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;

/// A small catalogue site whose films come over a line of a given rate, with ranges, and the recipe that
/// reads it.
final class FilmOrigin implements AutoCloseable {

    /// 100 Mbit/s.
    static final long LINE = 12_500_000;

    /// As fast as loopback is.
    static final long NO_LIMIT = Long.MAX_VALUE;

    private static final String RECIPE = """
            id: bench
            name: Films to measure with
            contact: mailto:operator@example.org
            licence: page
            hosts:
              pages: ["%1$s"]
              downloads: ["%1$s"]
            start: ["%1$s/index.html"]
            titles:
              links: a.film
            delay: 0ms
            """;

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><title>%1$s</title><script type="application/ld+json">
            {"@context": "https://schema.org", "@type": "Movie", "name": "%1$s", "datePublished": "2008",
             "license": "https://creativecommons.org/licenses/by/3.0/",
             "copyrightNotice": "(c) copyright 2008, Blender Foundation / www.bigbuckbunny.org",
             "creditText": "(c) copyright 2008, Blender Foundation / www.bigbuckbunny.org",
             "encoding": [{"@type": "VideoObject", "contentUrl": "/films/%1$s.mp4", "encodingFormat": "video/mp4"}]}
            </script></head><body><h1>%1$s</h1></body></html>
            """;

    private final MisbehavingServer server = MisbehavingServer.start();
    private final Path recipes;
    private final List<String> names = new ArrayList<>();

    /// @param recipes where the recipe is written
    FilmOrigin(Path recipes) {
        this.recipes = recipes;
        try {
            Files.writeString(
                    Files.createDirectories(recipes).resolve("bench.yml"), RECIPE.formatted("http://" + host()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a film to the catalogue.
    ///
    /// @param name letters and digits
    /// @param bytesPerSecond of the line that it comes over
    FilmOrigin with(String name, Path film, long bytesPerSecond) {
        names.add(name);
        var links = new StringBuilder("<!doctype html><html><head><title>Films</title></head><body>");
        names.forEach(one -> links.append("<a class=\"film\" href=\"/titles/%1$s.html\">%1$s</a>".formatted(one)));
        server.on("/index.html", Behaviour.page("text/html", links + "</body></html>"));
        server.on("/titles/" + name + ".html", Behaviour.page("text/html", PAGE.formatted(name)));
        server.on("/films/" + name + ".mp4", Behaviour.limited("video/mp4", Body.of(film), bytesPerSecond));
        return this;
    }

    /// What lets Reelmill read this catalogue.
    Map<String, String> settings() {
        return Map.of("reelmill.catalog.recipes", recipes.toString(), "reelmill.outbound.allowed", host());
    }

    /// The same, and others.
    Map<String, String> settings(Map<String, String> others) {
        var settings = new HashMap<>(others);
        settings.putAll(settings());
        return settings;
    }

    int films() {
        return names.size();
    }

    URI film(String name) {
        return server.address("/films/" + name + ".mp4");
    }

    /// How much of a film was fetched so far.
    long bytesFetched(String name) {
        return server.bytes("/films/" + name + ".mp4");
    }

    private String host() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
