package org.reelmill.pipeline.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.PublishedLibrary;
import org.reelmill.pipeline.RunningPipeline;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.Publications;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.title.Viewings;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import tools.jackson.databind.JsonNode;

/// The job retention on a library that takes more room than it may: 100 kB for films of 43 kB each.
class RetentionTest {

    private static final int SEGMENTS = 40;
    private static final int BYTES = 1000;
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(100));

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    private final PublishedLibrary library = new PublishedLibrary(running());
    private final ObjectStore store = running().part(ObjectStore.class);
    private final Titles titles = running().part(Titles.class);
    private final Publications publications = running().part(Publications.class);
    private final MongoOperations mongo = running().part(MongoOperations.class);

    @BeforeAll
    static void start() {
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(
                services,
                directory,
                Map.of(
                        "reelmill.reconcile.every", "1h",
                        "reelmill.retention.budget", "100000B",
                        "reelmill.retention.grace", "0s",
                        "reelmill.retention.sources-after", "1h"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    private static RunningPipeline running() {
        return pipeline;
    }

    @AfterEach
    void clear() {
        store.deleteAll("titles/");
        store.deleteAll("sources/");
        Stream.of(
                        "titles",
                        "ingests",
                        "tasks",
                        "sources",
                        "publications",
                        "playlistCopies",
                        "viewings",
                        "playSessions",
                        "keptTitles",
                        "sourceFiles",
                        "sourceParts")
                .forEach(name -> mongo.remove(new Query(), name));
    }

    @Test
    void putsTheColdestTitlesAwayUntilTheRestFits() {
        Title cold = film();
        Title watched = film();
        Title coldest = film();
        Title hot = film();
        note(hot, 1);
        note(watched, 2);
        note(cold, 50);

        JsonNode run = retention(Map.of());

        assertThat(run.path("steps").get(0).path("writeCount").asInt()).isEqualTo(2);
        for (Title gone : List.of(cold, coldest)) {
            Title now = titles.find(gone.id()).orElseThrow();
            assertThat(now.state()).isEqualTo(TitleState.EVICTED);
            assertThat(now.publication()).isNull();
            assertThat(store.list("titles/" + gone.id() + "/")).isEmpty();
            assertThat(publications.find(gone.id() + "-1")).isEmpty();
            assertThat(publications.playlist(publicationOf(gone).prefix() + "master.m3u8"))
                    .isEmpty();
        }
        for (Title here : List.of(watched, hot)) {
            assertThat(state(here)).isEqualTo(TitleState.AVAILABLE);
            assertThat(store.list("titles/" + here.id() + "/")).hasSize(SEGMENTS + 3);
        }
        assertThat(retention(Map.of()).path("steps").get(0).path("writeCount").asInt())
                .as("once it fits")
                .isZero();

        Ingest again = running()
                .part(IngestStarter.class)
                .start(coldest.id(), TicketClass.INTERACTIVE)
                .orElseThrow();
        assertThat(again.id()).isEqualTo(coldest.id() + "-2");
        assertThat(state(coldest)).isEqualTo(TitleState.WANTED);
    }

    @Test
    void keepsWhatIsWatchedWantedOrWouldBeLost() {
        Title seen = film();
        Title beating = film();
        Title kept = film();
        Title lost = film();
        Title gone = film();
        session(seen, Instant.now().minusSeconds(30), null);
        session(beating, LONG_AGO, Instant.now().minusSeconds(30));
        session(gone, LONG_AGO, LONG_AGO);
        pipeline.send("/api/operator/titles/" + kept.id() + "/keep", request -> request.PUT(BodyPublishers.noBody()));
        // Uploaded, and the parts are not there.
        running()
                .part(Sources.class)
                .save(new Source("s-" + lost.id(), lost.id(), null, "mp4", null, 5L, null, null, null));

        retention(Map.of());

        assertThat(Stream.of(seen, beating, kept, lost).map(this::state)).containsOnly(TitleState.AVAILABLE);
        assertThat(state(gone)).isEqualTo(TitleState.EVICTED);
        assertThat(pipeline.get("/api/operator/titles/" + kept.id())
                        .path("kept")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anOperatorBringsAnyTitleBack() {
        Title away = film();
        titles.evict(away.id(), publicationOf(away).id());
        Title playing = film();
        Title takenDown = film();
        titles.move(takenDown.id(), TitleState.TAKEN_DOWN, new Update());

        assertThat(ingestAgain(away)).isEqualTo(202);
        assertThat(ingestAgain(playing)).isEqualTo(202);
        assertThat(ingestAgain(takenDown)).isEqualTo(409);

        assertThat(Stream.of(away, playing).map(this::state)).containsOnly(TitleState.WANTED);
        assertThat(titles.find(playing.id()).orElseThrow().publication()).isEqualTo(playing.publication());
        assertThat(running().part(Ingests.class).find(playing.id() + "-2")).isPresent();
        assertThat(pipeline.send("/api/operator/titles?state=BOGUS", request -> request.GET())
                        .body()
                        .path("detail")
                        .asString())
                .contains("BOGUS", "EVICTED");
    }

    @Test
    void aDryRunOnlyTells() {
        Title coldest = film();
        film();
        film();
        note(coldest, 50);

        JsonNode first = retention(Map.of("dryRun", "true")).path("steps").get(0);

        assertThat(first.path("counts").path("due").asInt()).isEqualTo(1);
        assertThat(first.path("examples").get(0).asString()).isNotEqualTo(coldest.id());
        assertThat(titles.inState(TitleState.EVICTED)).isEmpty();
    }

    @Test
    void finishesAnEvictionThatAKillCutInTwo() {
        Title film = film();
        titles.evict(film.id(), publicationOf(film).id());
        publications.retire(publicationOf(film).id());
        store.delete(store.list("titles/" + film.id() + "/").stream()
                .limit(10)
                .map(object -> object.key())
                .toList());

        retention(Map.of());

        assertThat(store.list("titles/" + film.id() + "/")).isEmpty();
        assertThat(publications.find(publicationOf(film).id())).isEmpty();
        assertThat(state(film)).isEqualTo(TitleState.EVICTED);
    }

    @Test
    void leavesAPublicationThatIsBeingFinishedOrWatchedStill() {
        Title finishing = film();
        mongo.updateFirst(
                Query.query(where("_id").is(finishing.id())),
                new Update().set("state", TitleState.WANTED).unset("publication"),
                Title.class);
        Title replaced = film();
        session(replaced, Instant.now(), null);
        newer(replaced);

        retention(Map.of());

        for (Title title : List.of(finishing, replaced)) {
            assertThat(store.list(publicationOf(title).prefix()))
                    .as("objects of %s", title.id())
                    .hasSize(SEGMENTS + 3);
        }
        mongo.remove(new Query(), "playSessions");
        retention(Map.of());
        assertThat(store.list(publicationOf(replaced).prefix()))
                .as("once nobody watches it")
                .isEmpty();
        assertThat(store.list(publicationOf(finishing).prefix())).hasSize(SEGMENTS + 3);
    }

    @Test
    void dropsSourcePartsThatCanBeFetchedAgain() {
        Title old = film();
        Title busy = film();
        Title uploaded = film();
        running()
                .part(Sources.class)
                .save(new Source("s-" + uploaded.id(), uploaded.id(), null, "mp4", null, 5L, null, null, null));
        running()
                .part(Ingests.class)
                .add(new Ingest(
                        busy.id() + "-2",
                        busy.id(),
                        "s-" + busy.id(),
                        IngestState.ENCODING,
                        "batch",
                        1,
                        null,
                        null,
                        null,
                        Instant.now(),
                        null,
                        null,
                        null,
                        null));
        Stream.of(old, busy, uploaded).forEach(this::parts);
        note(old, 1);

        retention(Map.of());

        assertThat(store.list(SourceParts.prefix("s-" + old.id()))).isEmpty();
        assertThat(mongo.findAll(Document.class, "sourceFiles")).hasSize(2);
        assertThat(store.list(SourceParts.prefix("s-" + busy.id()))).hasSize(1);
        assertThat(store.list(SourceParts.prefix("s-" + uploaded.id()))).hasSize(1);
    }

    private Title film() {
        return library.film(SEGMENTS, BYTES, LONG_AGO);
    }

    private void note(Title title, int daysAgo) {
        new Viewings(mongo).note(title.id(), Instant.now().minus(Duration.ofDays(daysAgo)));
    }

    private void session(Title title, Instant began, @Nullable Instant beat) {
        mongo.save(
                new Document("_id", "session-" + title.id())
                        .append("publication", publicationOf(title).id())
                        .append("startedAt", began)
                        .append("lastHeartbeat", beat),
                "playSessions");
    }

    private void parts(Title title) {
        String source = "s-" + title.id();
        store.put(SourceParts.key(source, 0), new byte[5], ContentType.BYTES);
        mongo.save(new Document("_id", source), "sourceFiles");
        mongo.save(new Document("_id", source + "-0").append("source", source), "sourceParts");
    }

    /// A second ingest has replaced what the title plays.
    private void newer(Title title) {
        String id = title.id() + "-2";
        var newer = new Publication(
                id,
                "titles/" + title.id() + "/" + id + "/",
                "master.m3u8",
                null,
                null,
                null,
                Duration.ofMinutes(1),
                Instant.now());
        publications.save(new PublicationManifest(id, title.id(), List.of(), 0, null));
        mongo.updateFirst(
                Query.query(where("_id").is(title.id())), new Update().set("publication", newer), Title.class);
    }

    private static int ingestAgain(Title title) {
        return pipeline.send(
                        "/api/operator/titles/" + title.id() + "/ingests",
                        request -> request.POST(BodyPublishers.noBody()))
                .status();
    }

    private TitleState state(Title title) {
        return titles.find(title.id()).orElseThrow().state();
    }

    private static Publication publicationOf(Title title) {
        return Objects.requireNonNull(title.publication());
    }

    private static JsonNode retention(Map<String, String> parameters) {
        long id = pipeline.post("/api/jobs/retention/executions", parameters)
                .path("id")
                .asLong();
        JsonNode run = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> pipeline.get("/api/jobs/executions/" + id),
                        execution -> !execution.path("endedAt").isNull()
                                && !execution.path("alive").asBoolean());
        assertThat(run.path("status").asString()).as("%s", run).isEqualTo("COMPLETED");
        return run;
    }
}
