package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.storage.StoredObject;
import org.reelmill.testing.PlaylistValidators;
import org.reelmill.title.Ingest;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Publications;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublisherTest {

    private Stores stores;
    private EncodedFilm film;
    private Publisher publisher;
    private GrowingPlaylists growing;
    private Ingest ingest;
    private List<Task> tasks;

    @BeforeAll
    void encode(@TempDir Path directory) {
        stores = new Stores(directory);
        film = new EncodedFilm(directory);
        publisher = new Publisher(
                stores.objects, new Gate(stores.objects, new Sources(stores.mongo)), new Publications(stores.mongo));
        growing = new GrowingPlaylists(stores.objects, stores.ingests);
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @BeforeEach
    void upload() {
        ingest = stores.ingest("batch");
        tasks = film.upload(ingest, new Uploads(stores.objects));
        growing.advance(ingest, film.plan, tasks);
    }

    @Test
    void publishesAPlayableFilm() {
        var publication = publisher.publish(ingest, film.plan, tasks, () -> {});

        assertThat(publication.prefix()).isEqualTo(ingest.prefix());
        assertThat(publication.duration()).isEqualTo(film.plan.grid().duration());
        var player = new Player(stores.objects, publication);
        assertThat(player.master.variants()).hasSize(2);
        assertThat(player.playlists).hasSize(2 + 2 + 3);
    }

    @Test
    void recordsEveryObjectUnderThePrefix() {
        publisher.publish(ingest, film.plan, tasks, () -> {});

        var manifest = stores.mongo.findById(ingest.id(), PublicationManifest.class);
        assertThat(manifest).isNotNull();
        assertThat(manifest.title()).isEqualTo(ingest.title());
        assertThat(manifest.objects())
                .extracting(Entry::key)
                .containsExactlyInAnyOrderElementsOf(stores.objects.list(ingest.prefix()).stream()
                        .map(StoredObject::key)
                        .toList());
        assertThat(manifest.objects()).allSatisfy(entry -> {
            byte[] bytes = stores.objects.get(entry.key()).orElseThrow().bytes();
            assertThat(entry.bytes()).isEqualTo(bytes.length);
            assertThat(entry.sha256()).isEqualTo(Uploads.sha256(bytes));
        });
    }

    @Test
    void publishesTheSameAgain() {
        publisher.publish(ingest, film.plan, tasks, () -> {});
        var before = contents();
        var manifest = stores.mongo.findById(ingest.id(), PublicationManifest.class);

        publisher.publish(ingest, film.plan, tasks, () -> {});

        assertThat(contents()).isEqualTo(before);
        assertThat(stores.mongo.findById(ingest.id(), PublicationManifest.class))
                .isEqualTo(manifest);
    }

    @Test
    void publishesNothingThatTheGateRefuses() {
        stores.objects.delete(List.of(ingest.prefix() + "v360/s00001.a1.m4s"));

        assertThatThrownBy(() -> publisher.publish(ingest, film.plan, tasks, () -> {}))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining(ingest.id())
                .hasMessageContaining("lacks v360/s00001.a1.m4s");

        assertThat(stores.text(ingest, "master.m3u8")).isEmpty();
        assertThat(stores.mongo.findById(ingest.id(), PublicationManifest.class))
                .isNull();
    }

    @Test
    void refusesAnInitSegmentThatDiffersFromAnEarlierChunks(@TempDir Path directory) throws Exception {
        Path other = directory.resolve("init.mp4");
        Files.write(
                other,
                stores.objects
                        .get(ingest.prefix() + "v180/init.mp4")
                        .orElseThrow()
                        .bytes());

        assertThatThrownBy(() -> new Uploads(stores.objects).init(ingest, "v360", other))
                .hasMessageContaining("differs from that of an earlier chunk");
    }

    /// Acceptance 2 of issue 3.
    @Test
    void satisfiesOtherPeoplesParsers() {
        var validators = new PlaylistValidators();
        var player = new Player(stores.objects, publisher.publish(ingest, film.plan, tasks, () -> {}));
        var playlists = new HashMap<>(player.texts);
        for (StoredObject object : stores.objects.list(ingest.prefix() + "now/")) {
            String name = object.key().substring(ingest.prefix().length());
            playlists.put(name, stores.text(ingest, name));
        }

        assertThat(validators.objections(playlists)).isEmpty();
        assertThat(playlists).hasSizeGreaterThan(10);
    }

    @Test
    void hasParsersThatFindFaults() {
        var validators = new PlaylistValidators();
        var player = new Player(stores.objects, publisher.publish(ingest, film.plan, tasks, () -> {}));
        String good = player.texts.getOrDefault("v360/index.m3u8", "");

        var objections = validators.objections(Map.of(
                "long.m3u8", good.replaceFirst("TARGETDURATION:\\d+", "TARGETDURATION:3"),
                "old.m3u8", good.replaceFirst("VERSION:7", "VERSION:2")));

        assertThat(objections).anyMatch(line -> line.startsWith("long.m3u8: hls-parser"));
        assertThat(objections).anyMatch(line -> line.startsWith("old.m3u8: hls-parser"));
    }

    private Map<String, String> contents() {
        var contents = new HashMap<String, String>();
        for (StoredObject object : stores.objects.list(ingest.prefix())) {
            contents.put(object.key(), object.etag());
        }
        return contents;
    }
}
