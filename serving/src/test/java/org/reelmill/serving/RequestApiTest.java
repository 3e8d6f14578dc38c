package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.serving.Visitor.Answer;
import org.reelmill.title.Ids;
import org.reelmill.title.IngestState;
import org.reelmill.title.Title;
import org.springframework.data.mongodb.core.MongoOperations;

@ExtendWith(Serving.Started.class)
class RequestApiTest {

    private final Serving serving;
    private final Visitor visitor;
    private final Library library;
    private String name = "";

    RequestApiTest(Serving serving) {
        this.serving = serving;
        this.visitor = serving.visitor();
        this.library = serving.library();
    }

    @BeforeEach
    void newName() {
        name = "The " + Ids.next();
    }

    @Test
    void oneClickStartsTheIngestForSomebodyWhoWaits() {
        Title title = library.add(name);
        Answer request = ask(visitor, title);

        assertThat(request.status()).isEqualTo(201);
        assertThat(request.header("Location")).isEqualTo("/api/requests/" + request.at("/id"));
        assertThat(request.at("/state")).isEqualTo("APPROVED");
        assertThat(request.at("/movieState")).isEqualTo("QUEUED");
        assertThat(library.ingests(title.id()))
                .singleElement()
                .satisfies(ingest -> assertThat(ingest.ticketClass()).isEqualTo("interactive"));
    }

    @Test
    void manyWhoAskAtTheSameInstantShareOneRequestAndOneIngest() throws Exception {
        Title title = library.add(name);
        int many = 8;
        var together = new CyclicBarrier(many);
        var answers = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < many; caller++) {
                answers.add(threads.submit(() -> {
                    Visitor one = serving.visitor();
                    together.await();
                    return ask(one, title);
                }));
            }
        }
        var requests = new HashSet<String>();
        for (var answer : answers) {
            assertThat(answer.get().status()).isEqualTo(201);
            requests.add(answer.get().at("/id"));
        }

        assertThat(requests).hasSize(1);
        assertThat(library.ingests(title.id())).hasSize(1);
        assertThat(show(requests.iterator().next()).json().at("/subscribers").asInt())
                .isEqualTo(many);
    }

    @Test
    void whoAsksTwiceIsOneSubscriber() {
        Title title = library.add(name);
        Answer first = ask(visitor, title);
        Answer second = ask(visitor, title);

        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(second.json().at("/subscribers").asInt()).isEqualTo(1);
    }

    @Test
    void whoAsksAgainForAFilmThatFailedHasItTriedAgain() {
        Title title = library.add(name);
        ask(visitor, title);
        library.move(title.id(), IngestState.FAILED);
        Answer again = ask(serving.visitor(), title);

        assertThat(again.at("/state")).isEqualTo("APPROVED");
        assertThat(again.at("/movieState")).isEqualTo("QUEUED");
        assertThat(library.ingests(title.id())).hasSize(2);
    }

    @Test
    void aFilmThatWasPutAwayBeforeItsRequestWasClosedComesBack() {
        Title title = library.add(name);
        ask(visitor, title);
        library.move(title.id(), IngestState.CANCELLED);
        library.publish(title.id());
        library.evict(title.id());
        Answer again = ask(serving.visitor(), title);

        assertThat(again.at("/state")).isEqualTo("APPROVED");
        assertThat(again.at("/movieState")).isEqualTo("QUEUED");
    }

    @Test
    void leavingEndsOnlyTheCallersOwnSubscription() {
        Title title = library.add(name);
        Visitor other = serving.visitor();
        String request = ask(visitor, title).at("/id");
        ask(other, title);

        assertThat(serving.visitor().delete("/api/requests/" + request).status())
                .isEqualTo(404);
        assertThat(visitor.delete("/api/requests/" + request).status()).isEqualTo(204);
        assertThat(show(request).json().at("/subscribers").asInt()).isEqualTo(1);
        assertThat(show(request).at("/state")).isEqualTo("APPROVED");
        assertThat(visitor.delete("/api/requests/" + request).status()).isEqualTo(404);
        assertThat(other.delete("/api/requests/" + request).status()).isEqualTo(204);
        assertThat(show(request).at("/state")).isEqualTo("CANCELLED");
    }

    @Test
    void wordsThatNameOneFilmAskForIt() {
        Title title = library.add(name);
        await().untilAsserted(() -> assertThat(visitor.post(
                                "/api/requests",
                                "{\"query\": \"" + name.toUpperCase(Locale.ROOT).substring(4) + " (1968)\"}")
                        .at("/movieId"))
                .isEqualTo(title.id()));
    }

    @Test
    void whatNothingMatchesWaitsForAnOperator() {
        String wish = "{\"query\": \"" + name + "\"}";
        Answer request = visitor.post("/api/requests", wish);
        assertThat(request.at("/state")).isEqualTo("UNMATCHED");
        assertThat(serving.visitor().post("/api/requests", wish).at("/id")).isEqualTo(request.at("/id"));
        assertThat(serving.operator().get("/api/requests?state=UNMATCHED").text())
                .contains(request.at("/id"));

        Title title = library.add("Otherwise named");
        String resolution = "{\"movieId\": \"" + title.id() + "\"}";
        String resolve = "/api/requests/" + request.at("/id") + "/resolve";
        assertThat(visitor.post(resolve, resolution).status()).isEqualTo(401);
        assertThat(serving.operator().post(resolve, "{\"movieId\": \"nosuch\"}").status())
                .isEqualTo(404);
        assertThat(serving.operator().post(resolve, resolution).at("/state")).isEqualTo("APPROVED");
        assertThat(serving.operator().post(resolve, resolution).status()).isEqualTo(409);
        assertThat(library.ingests(title.id())).hasSize(1);
        assertThat(show(request.at("/id")).json().at("/subscribers").asInt()).isEqualTo(2);
    }

    @Test
    void aResolvedRequestGoesOnBesideOneForTheSameFilm() {
        Answer unmatched = visitor.post("/api/requests", "{\"query\": \"" + name + "\"}");
        Title title = library.add("Asked for by id");
        ask(visitor, title);
        String resolve = "/api/requests/" + unmatched.at("/id") + "/resolve";

        assertThat(serving.operator()
                        .post(resolve, "{\"movieId\": \"" + title.id() + "\"}")
                        .at("/state"))
                .isEqualTo("APPROVED");
        assertThat(library.ingests(title.id())).hasSize(1);
    }

    @Test
    void aTitleWithoutASourceIsUnmatchedAndOneThatIsThereIsFulfilled() {
        Title bare = library.add(name, List.of(), null, List.of());
        Title ready = library.publish(library.add(name).id());

        assertThat(ask(visitor, bare).at("/state")).isEqualTo("UNMATCHED");
        assertThat(ask(visitor, ready).at("/state")).isEqualTo("FULFILLED");
    }

    @Test
    void whatCannotBeHadIsRefusedWithItsReason() {
        Title gone = library.add(name);
        library.takeDown(gone.id());
        Title bad = library.add(name);
        String request = ask(visitor, bad).at("/id");
        library.reject(bad.id(), "There is no picture in this file.");

        assertThat(ask(visitor, gone).status()).isEqualTo(409);
        assertThat(ask(visitor, bad).at("/type")).endsWith("/movie-not-to-be-had");
        assertThat(show(request).at("/problem")).isEqualTo("There is no picture in this file.");
        assertThat(visitor.get("/api/movies/" + bad.id()).at("/problem"))
                .isEqualTo("There is no picture in this file.");
    }

    @Test
    void progressIsSentLiveUntilTheFilmIsReady() throws Exception {
        Title title = library.add(name);
        String request = ask(visitor, title).at("/id");
        var lines = new CopyOnWriteArrayList<String>();
        var stream = visitor.lines("/api/requests/" + request + "/events");
        assertThat(stream.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        Thread reader = Thread.ofVirtual().start(() -> {
            try (Stream<String> body = stream.body()) {
                body.forEach(lines::add);
            }
        });

        await().until(() -> states(lines).contains("QUEUED"));
        library.move(title.id(), IngestState.OPENING, IngestState.ENCODING);
        await().until(() -> states(lines).contains("INGESTING"));
        library.move(title.id(), IngestState.PLAYABLE);
        await().until(() -> states(lines).contains("PLAYABLE"));
        library.publish(title.id());
        reader.join();

        assertThat(states(lines)).containsExactly("QUEUED", "INGESTING", "PLAYABLE", "READY");
        assertThat(lines).anyMatch(line -> line.startsWith("retry:")).contains("id:1", "id:end", "event:progress");
        assertThat(show(request).at("/state")).isEqualTo("FULFILLED");
        assertThat(visitor.with("Last-Event-ID", "end")
                        .get("/api/requests/" + request + "/events")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aRequestThatCouldNotBeStartedIsStartedLater() {
        Title title = library.add(name);
        String request = Ids.next();
        var left = new Document("_id", request)
                .append("movie", title.id())
                .append("state", "PENDING")
                .append("openFor", "movie:" + title.id())
                .append("subscribers", List.of("somebody"))
                .append("createdAt", Date.from(Instant.now()));
        serving.part(MongoOperations.class).getCollection("requests").insertOne(left);

        await().untilAsserted(() -> assertThat(show(request).at("/state")).isEqualTo("APPROVED"));
        assertThat(library.ingests(title.id())).hasSize(1);

        library.publish(title.id());
        await().untilAsserted(() -> assertThat(
                        serving.operator().get("/api/requests?state=FULFILLED").text())
                .contains(request));
    }

    @Test
    void guestsHaveAQuotaAndMayNothingWhereTheyAreNotAdmitted() {
        Title title = library.add(name);
        try (var strict = serving.another("--reelmill.serving.guests=true", "--reelmill.serving.requests-per-hour=2")) {
            Visitor guest = Visitor.of(strict);
            assertThat(ask(guest, title).status()).isEqualTo(201);
            assertThat(ask(guest, title).status()).isEqualTo(201);
            Answer refused = ask(Visitor.of(strict), title); // Another cookie, the same address.
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.at("/type")).endsWith("/quota-exceeded");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1800);
        }
        try (var closed = serving.another()) {
            Visitor guest = Visitor.of(closed);
            assertThat(ask(guest, title).status()).isEqualTo(403);
            assertThat(guest.post("/api/movies/" + title.id() + "/grants", "").status())
                    .isEqualTo(403);
            assertThat(guest.get("/api/movies/" + title.id()).status()).isEqualTo(200);
            Visitor operator = guest.with("Authorization", "Bearer " + serving.key("operator.key"));
            assertThat(ask(operator, title).status()).isEqualTo(201);
        }
    }

    private static Answer ask(Visitor visitor, Title title) {
        return visitor.post("/api/requests", "{\"movieId\": \"" + title.id() + "\"}");
    }

    private Answer show(String request) {
        return visitor.get("/api/requests/" + request);
    }

    /// The film's states in the events, each once.
    private static List<String> states(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.replaceAll(".*\"movieState\":\"([A-Z]+)\".*", "$1"))
                .distinct()
                .toList();
    }
}
