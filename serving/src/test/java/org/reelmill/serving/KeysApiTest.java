package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.serving.Visitor.Answer;
import org.springframework.data.mongodb.core.MongoOperations;

@ExtendWith(Serving.Started.class)
class KeysApiTest {

    private final Serving serving;
    private final Visitor operator;
    private final Visitor edge;
    private final MongoOperations mongo;
    private final String film;

    KeysApiTest(Serving serving, TestInfo test) {
        this.serving = serving;
        operator = serving.operator();
        edge = serving.visitor().with("Authorization", "Bearer " + serving.key("edge.key"));
        mongo = serving.part(MongoOperations.class);
        film = serving.library()
                .publish(serving.library().add(test.getDisplayName()).id())
                .id();
    }

    @AfterEach
    void forgetTheEdges() {
        mongo.remove(query(where("_id").exists(true)), "edges");
    }

    @Test
    void aNewKeySignsOnceEveryEdgeHasItAndEveryProcessThenSignsWithIt() {
        String before = signingKey(serving.visitor());
        report("edge-1", before);
        report("edge-2", before);
        Answer begun = rotate("{}");
        String next = begun.at("/key");
        assertThat(begun.json().at("/signs").asBoolean()).isFalse();
        assertThat(waiting(begun)).containsExactlyInAnyOrder("edge-1", "edge-2");
        report("edge-1", before + "," + next);
        assertThat(waiting(rotate("{\"key\": \"" + next + "\"}"))).containsExactly("edge-2");
        assertThat(signingKey(serving.visitor())).isEqualTo(before);

        try (var another = serving.another("--reelmill.serving.guests=true")) {
            report("edge-2", before + "," + next);
            assertThat(rotate("{\"key\": \"" + next + "\"}").json().at("/signs").asBoolean())
                    .isTrue();
            assertThat(rotate("{\"key\": \"" + next + "\"}").json().at("/signs").asBoolean())
                    .isTrue();
            assertThat(signingKey(serving.visitor())).isEqualTo(next);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> signingKey(Visitor.of(another)).equals(next));
        }
        assertThat(edge.get("/api/edges/keys").json().at("/keys").valueStream())
                .extracting(key -> key.at("/id").asString())
                .contains(before, next);
    }

    @Test
    void aKeyIsRetiredWhenNoneOfItsTokensCanBeInUseOrByForce() {
        String before = signingKey(serving.visitor());
        assertThat(retire(before, false).at("/type")).endsWith("/key-signs");
        report("edge-1", before);
        String next = rotate("{}").at("/key");
        report("edge-1", before + "," + next);
        rotate("{\"key\": \"" + next + "\"}");

        assertThat(retire(before, false).at("/type")).endsWith("/key-in-use");
        assertThat(retire(before, true).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> edge.get("/api/edges/keys")
                        .json()
                        .at("/keys")
                        .valueStream()
                        .noneMatch(key -> key.at("/id").asString().equals(before)));
        assertThat(retire("nosuch", false).status()).isEqualTo(404);
    }

    @Test
    void anEdgeThatIsSilentIsNamedAndHoldsUpTheRotationUntilItIsLeftOut() {
        assertThat(rotate("{}").at("/type")).endsWith("/no-edge-known");
        String next = stored().getList("keys", Document.class).stream()
                .filter(key -> !key.containsKey("signsSince"))
                .findFirst()
                .orElseThrow()
                .getString("_id");
        report("edge-1", next);
        mongo.save(
                new Document("_id", "gone")
                        .append("keys", List.of(next))
                        .append("seenAt", Date.from(Instant.now().minusSeconds(61))),
                "edges");
        Answer waits = rotate("{}");
        assertThat(waiting(waits)).containsExactly("gone");
        assertThat(waits.json().at("/waitsFor/0/silent").asBoolean()).isTrue();
        assertThat(rotate("{\"without\": [\"gone\"]}").json().at("/signs").asBoolean())
                .isTrue();
    }

    @Test
    void noSecretStandsInTheStoreOrInTheOperatorsList() {
        String stored = stored().toJson();
        String listed = operator.get("/api/operator/keys").json().toString();
        assertThat(edge.get("/api/edges/keys").json().at("/keys").valueStream())
                .isNotEmpty()
                .allSatisfy(key -> {
                    assertThat(stored).doesNotContain(key.at("/secret").asString());
                    assertThat(listed)
                            .contains(key.at("/id").asString())
                            .doesNotContain(key.at("/secret").asString());
                });
        assertThat(serving.visitor().get("/api/operator/keys").status()).isEqualTo(401);
    }

    private Document stored() {
        return Objects.requireNonNull(mongo.findById("play-keys", Document.class, "playKeys"));
    }

    private Answer rotate(String wish) {
        return operator.post("/api/operator/keys/rotate", wish);
    }

    private Answer retire(String key, boolean force) {
        return operator.post("/api/operator/keys/" + key + "/retire", "{\"force\": " + force + "}");
    }

    private void report(String name, String keys) {
        assertThat(edge.get("/api/edges/denials?edge=" + name + "&keys=" + keys).status())
                .isEqualTo(200);
    }

    private static List<String> waiting(Answer progress) {
        return progress.json()
                .at("/waitsFor")
                .valueStream()
                .map(edge -> edge.at("/edge").asString())
                .toList();
    }

    /// The key that a process signs a new grant with.
    private String signingKey(Visitor visitor) {
        String playlist = visitor.post("/api/movies/" + film + "/grants", "").at("/playlistUrl");
        return URI.create(playlist).getPath().split("\\.")[1];
    }
}
