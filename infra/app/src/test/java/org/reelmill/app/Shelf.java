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

    /// Has the recipe of [OneFilmSite] read, and asks for its film.
    ///
    /// @return the title's id
    String wish(String name) {
        read(product.operatorPost(
                "/api/jobs/discover/executions", JSON.writeValueAsString(Map.of("recipe", OneFilmSite.RECIPE))));
        String id = find(name);
        request(id);
        return id;
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

    /// Runs a job to its end as an operator does.
    ///
    /// @return what there is to say of the execution
    JsonNode run(String job, Duration patience) {
        read(product.operatorPost("/api/jobs/" + job + "/executions", "{}"));
        var latest = Awaitility.await("the job " + job)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> read(product.operatorGet("/api/jobs/executions?job=" + job))
                                .path("items")
                                .path(0),
                        run -> List.of("COMPLETED", "FAILED", "STOPPED")
                                .contains(run.path("status").asString()));
        assertThat(latest.path("status").asString()).as("%s", latest).isEqualTo("COMPLETED");
        return read(
                product.operatorGet("/api/jobs/executions/" + latest.path("id").asLong()));
    }

    /// What became of the objects of a film that were found damaged, e.g. `REPAIRED`.
    List<String> repairs(String id) {
        return read(product.operatorGet("/api/operator/titles/" + id))
                .path("repairs")
                .valueStream()
                .map(repair -> repair.path("state").asString())
                .toList();
    }

    private static JsonNode read(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s said %s", answer.uri().getPath(), answer.body())
                .isBetween(200, 299);
        return JSON.readTree(answer.body());
    }
}
