package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.reelmill.testing.Product;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The films of a running product, by the calls that a viewer's page and an operator make.
final class Shelf {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> ENDS = List.of("READY", "REJECTED", "FAILED");

    private final Product product;

    Shelf(Product product) {
        this.product = product;
    }

    /// The titles that viewers see, by name.
    List<JsonNode> movies() {
        return read(product.get("/api/movies")).path("items").valueStream().toList();
    }

    JsonNode movie(String id) {
        return read(product.get("/api/movies/" + id));
    }

    String state(String id) {
        return movie(id).path("state").asString();
    }

    /// Waits until the catalogue has a film of this name.
    ///
    /// @return its id
    String find(String name) {
        return Awaitility.await("the film " + name)
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> movies().stream()
                                .filter(movie -> movie.path("title").asString().equals(name))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .path("id")
                .asString();
    }

    /// Waits until a film is in one of these states; fails at once where it ends otherwise.
    void await(String id, Duration patience, String... states) {
        var wanted = Arrays.asList(states);
        String end = Awaitility.await("film " + id + " is " + wanted)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> state(id), now -> wanted.contains(now) || ENDS.contains(now));
        assertThat(wanted).as("What became of %s", movie(id)).contains(end);
    }

    /// Asks for a film as a viewer does.
    ///
    /// @return the request's id
    String request(String id) {
        return read(product.post("/api/requests", JSON.writeValueAsString(Map.of("movieId", id))))
                .path("id")
                .asString();
    }

    /// Queues a film by its link as an operator does.
    ///
    /// @return the title's id
    String ingest(URI link, String name) {
        var wish = Map.of("url", link.toString(), "licence", "CC0-1.0", "title", name);
        return read(product.operatorPost("/api/ingests", JSON.writeValueAsString(wish)))
                .path("titleId")
                .asString();
    }

    /// A new permission to play: the address of the playlist that holds now.
    URI playlist(String id) {
        return URI.create(read(product.post("/api/movies/" + id + "/grants", "{}"))
                .path("playlistUrl")
                .asString());
    }

    private static JsonNode read(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s said %s", answer.uri().getPath(), answer.body())
                .isBetween(200, 299);
        return JSON.readTree(answer.body());
    }
}
