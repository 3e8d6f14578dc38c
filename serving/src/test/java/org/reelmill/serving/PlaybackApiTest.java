package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.serving.Visitor.Answer;
import org.reelmill.signing.Denials;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.signing.Verdict;
import org.reelmill.title.Ids;
import org.reelmill.title.IngestState;
import org.reelmill.title.Title;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Serving.Started.class)
class PlaybackApiTest {

    private final Serving serving;
    private final Visitor visitor;
    private final Library library;
    private String name = "";

    @TempDir
    private Path directory;

    PlaybackApiTest(Serving serving) {
        this.serving = serving;
        this.visitor = serving.visitor();
        this.library = serving.library();
    }

    @BeforeEach
    void newName() {
        name = Ids.next();
    }

    @Test
    void aReadyFilmIsGrantedForThreeTimesItsLength() {
        Title title = library.publish(library.add(name).id());
        Answer grant = grant(title);

        assertThat(grant.status()).isEqualTo(201);
        assertThat(grant.header("Cache-Control")).isEqualTo("no-store");
        assertThat(grant.at("/playlistUrl"))
                .startsWith("http://edge.test:8081/1.")
                .endsWith("/titles/" + title.id() + "/" + title.id() + "-90/master.m3u8");
        assertThat(Duration.between(Instant.now(), Instant.parse(grant.at("/expiresAt"))))
                .isCloseTo(Duration.ofSeconds(3 * 9000), Duration.ofSeconds(10));
        assertThat(grant.json().at("/heartbeatSeconds").asInt()).isEqualTo(8);
        assertThat(verdict(grant)).isEqualTo(title.id() + "-90");
    }

    @Test
    void aGrantNamesThePicturesForScrubbingAndTheChaptersUnderTheSameToken() {
        Title title = library.publish(library.add(name).id());
        Answer grant = grant(title);
        String signed = grant.at("/playlistUrl").replace("master.m3u8", "");
        assertThat(grant.at("/storyboardUrl")).isEqualTo(signed + "storyboard/index.vtt");
        assertThat(grant.at("/chaptersUrl")).isEqualTo(signed + "chapters.vtt");
    }

    @Test
    void aGrowingFilmIsGrantedOnceItPlaysAndTheFinalOneOnceItIsReady() {
        Title title = library.add(name);
        assertThat(grant(title).at("/type")).endsWith("/movie-not-playable");
        visitor.post("/api/requests", "{\"movieId\": \"" + title.id() + "\"}");
        library.move(title.id(), IngestState.OPENING, IngestState.ENCODING);
        assertThat(grant(title).status()).isEqualTo(409);

        library.move(title.id(), IngestState.PLAYABLE);
        Answer growing = grant(title);
        assertThat(growing.at("/playlistUrl")).endsWith("-1/now/master.m3u8");
        assertThat(verdict(growing)).isEqualTo(title.id() + "-1");
        assertThat(Duration.between(Instant.now(), Instant.parse(growing.at("/expiresAt"))))
                .isCloseTo(Duration.ofHours(6), Duration.ofSeconds(10));

        library.publish(title.id());
        assertThat(grant(title).at("/playlistUrl")).endsWith("-90/master.m3u8");
    }

    @Test
    void whatWasTakenDownIsNotGranted() {
        Title title = library.publish(library.add(name).id());
        library.takeDown(title.id());

        assertThat(grant(title).status()).isEqualTo(410);
        assertThat(visitor.post("/api/movies/nosuch/grants", "").status()).isEqualTo(404);
    }

    @Test
    void whatWasPutAwayComesBackByARequest() {
        Title title = library.publish(library.add(name).id());
        grant(title);
        assertThat(library.lastWatched(title.id())).isPresent();
        library.evict(title.id());

        assertThat(visitor.get("/api/movies/" + title.id()).at("/state")).isEqualTo("EVICTED");
        Answer refused = grant(title);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/type")).endsWith("/movie-put-away");
        assertThat(refused.at("/detail")).contains("put away").contains("Request it");

        Answer request = visitor.post("/api/requests", "{\"movieId\": \"" + title.id() + "\"}");
        assertThat(request.at("/state")).isEqualTo("APPROVED");
        library.move(title.id(), IngestState.OPENING, IngestState.ENCODING);
        assertThat(visitor.get("/api/movies/" + title.id()).at("/state")).isEqualTo("INGESTING");
        library.publish(title.id());
        assertThat(grant(title).status()).isEqualTo(201);
    }

    @Test
    void anEndedSessionIsToldToTheEdges() {
        String session = grant(library.publish(library.add(name).id())).at("/session");
        assertThat(visitor.post("/api/sessions/" + session + "/heartbeat", "").status())
                .isEqualTo(204);

        assertThat(visitor.delete("/api/sessions/" + session).status()).isEqualTo(204);
        assertThat(visitor.delete("/api/sessions/" + session).status()).isEqualTo(204);

        Answer denials = edge().get("/api/edges/denials");
        assertThat(denials.json().at("/denials").valueStream())
                .filteredOn(denial -> denial.at("/value").asString().equals(session))
                .singleElement()
                .satisfies(denial -> {
                    assertThat(denial.at("/kind").asString()).isEqualTo("SESSION");
                    assertThat(Instant.parse(denial.at("/expiresAt").asString()))
                            .isAfter(Instant.now());
                });
        Answer beat = visitor.post("/api/sessions/" + session + "/heartbeat", "");
        assertThat(beat.status()).isEqualTo(410);
        assertThat(beat.at("/type")).endsWith("/session-ended");
    }

    @Test
    void aDeniedSessionIsToldWhyAndTheEdgesAreToldThatItIs() {
        String session = grant(library.publish(library.add(name).id())).at("/session");
        String deny = "/api/operator/sessions/" + session + "/deny";
        String why = "{\"reason\": \"Too many screens.\"}";
        assertThat(visitor.post(deny, why).status()).isEqualTo(401);
        assertThat(serving.operator().post(deny, why).status()).isEqualTo(204);

        Answer beat = visitor.post("/api/sessions/" + session + "/heartbeat", "");
        assertThat(beat.status()).isEqualTo(410);
        assertThat(beat.at("/type")).endsWith("/session-denied");
        assertThat(beat.at("/detail")).endsWith("Too many screens.");
        assertThat(edge().get("/api/edges/denials").json().at("/denials").valueStream())
                .extracting(denial -> denial.at("/value").asString())
                .contains(session);
    }

    @Test
    void whoPlaysLearnsThatTheFilmWasTakenDown() {
        Title title = library.publish(library.add(name).id());
        String session = grant(title).at("/session");
        library.takeDown(title.id());

        Answer beat = visitor.post("/api/sessions/" + session + "/heartbeat", "");
        assertThat(beat.status()).isEqualTo(410);
        assertThat(beat.at("/type")).endsWith("/movie-taken-down");
    }

    @Test
    void onlyEdgesLearnWhatIsDenied() {
        assertThat(visitor.get("/api/edges/denials").status()).isEqualTo(401);
        assertThat(serving.operator().get("/api/edges/denials").status()).isEqualTo(401);
        assertThat(edge().get("/api/edges/denials").status()).isEqualTo(200);
    }

    @Test
    void onlyEdgesGetTheKeys() {
        assertThat(visitor.get("/api/edges/keys").status()).isEqualTo(401);
        assertThat(serving.operator().get("/api/edges/keys").status()).isEqualTo(401);
        Answer keys = edge().get("/api/edges/keys");
        assertThat(keys.json().at("/keys").valueStream())
                .extracting(key -> key.at("/state").asString())
                .contains("SIGNING", "ACCEPTED");
    }

    @Test
    void sessionsThatAreNotThereAreNotFound() {
        assertThat(visitor.post("/api/sessions/nosuch/heartbeat", "").status()).isEqualTo(404);
        assertThat(visitor.delete("/api/sessions/nosuch").status()).isEqualTo(404);
    }

    private Answer grant(Title title) {
        return visitor.post("/api/movies/" + title.id() + "/grants", "");
    }

    /// The publication that an edge lets a grant's holder read.
    private String verdict(Answer grant) {
        String[] path =
                URI.create(grant.at("/playlistUrl")).getPath().substring(1).split("/", 2);
        var keys = PlayKeys.inDirectory(directory);
        keys.replace(JsonMapper.builder()
                .build()
                .convertValue(edge().get("/api/edges/keys").json(), PlayKeys.Listing.class)
                .keys());
        var verifier = new PlayTokenVerifier(keys);
        return verifier.verify(path[0], path[1], Instant.now(), Denials.NONE) instanceof Verdict.Allowed allowed
                ? allowed.token().publication()
                : "refused";
    }

    private Visitor edge() {
        return visitor.with("Authorization", "Bearer " + serving.key("edge.key"));
    }
}
