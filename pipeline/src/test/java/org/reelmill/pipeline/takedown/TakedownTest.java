package org.reelmill.pipeline.takedown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.pipeline.PublishedLibrary;
import org.reelmill.pipeline.RunningPipeline;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.signing.Denial;
import org.reelmill.signing.DenialList;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.web.Problem;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// Titles that play, or are being ingested, and are taken down; on real services.
class TakedownTest {

    @TempDir
    static Path directory;

    private static EmbeddedServices services;
    private static RunningPipeline pipeline;

    private final Titles titles = part(Titles.class);
    private final Ingests ingests = part(Ingests.class);
    private final Tasks tasks = part(Tasks.class);
    private final ObjectStore store = part(ObjectStore.class);
    private final Takedowns takedowns = part(Takedowns.class);

    @BeforeAll
    static void start() {
        services = EmbeddedServices.start(directory.resolve("data"));
        pipeline = RunningPipeline.start(services, directory, Map.of("reelmill.reconcile.every", "1h"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        services.close();
    }

    @Test
    void aTitleThatPlaysIsGoneAndStaysOnRecord() {
        Title other = library().film(2, 100, Instant.now());
        Title film = library().film(3, 100, Instant.now());
        String part = SourceParts.key(film.sources().getFirst(), 0);
        store.put(part, new byte[10], ContentType.BYTES);

        var record = takedowns.takeDown(film.id(), "Rights ended", "ann");

        assertThat(record.reason()).isEqualTo("Rights ended");
        assertThat(record.by()).isEqualTo("ann");
        assertGone(film.id());
        assertThat(store.head(part)).isEmpty();
        assertThat(part(Publications.class).find(film.id() + "-1")).isEmpty();
        assertThat(denied()).contains(film.id() + "-1").doesNotContain(other.id() + "-1");
        assertThat(store.list("titles/" + other.id() + "/")).isNotEmpty();
        assertThat(part(IngestStarter.class).start(film.id(), TicketClass.BATCH))
                .isEmpty();
        assertThat(takedowns.takeDown(film.id(), "Again", "bob").reason()).isEqualTo("Rights ended");
    }

    @Test
    void aRunningIngestIsCancelledWithItsTasks() {
        Title film = wanted();
        String ingest = film.id() + "-1";
        store.put("titles/" + film.id() + "/" + ingest + "/now/master.m3u8", new byte[9], ContentType.GROWING_PLAYLIST);

        takedowns.takeDown(film.id(), "Not ours", "ann");

        assertThat(ingests.find(ingest).orElseThrow().state()).isEqualTo(IngestState.CANCELLED);
        assertThat(tasks.ofIngest(ingest)).allMatch(task -> task.state() == TaskState.CANCELLED);
        assertThat(denied()).contains(ingest);
        assertGone(film.id());
    }

    @Test
    void whatACrashLeftUndoneIsDoneLater() {
        Title film = library().film(3, 100, Instant.now());
        assertThat(store.list("titles/" + film.id() + "/")).isNotEmpty();
        titles.move(film.id(), TitleState.TAKEN_DOWN, new Update());

        takedowns.look();

        assertGone(film.id());
        assertThat(denied()).contains(film.id() + "-1");
    }

    @Test
    void aRestoredTitleCanBeIngestedAnewUnderAnotherPrefix() {
        Title film = library().film(3, 100, Instant.now());
        assertThatThrownBy(() -> takedowns.restore(film.id(), "ann"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("not taken down");
        takedowns.takeDown(film.id(), "By mistake", "ann");

        assertThat(takedowns.restore(film.id(), "bob").restoredBy()).isEqualTo("bob");

        assertThat(titles.find(film.id()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
        assertThat(part(IngestStarter.class)
                        .start(film.id(), TicketClass.BATCH)
                        .orElseThrow()
                        .id())
                .isEqualTo(film.id() + "-2");
        assertThat(denied()).doesNotContain(film.id() + "-2");
    }

    @Test
    void anUnknownTitleIsNotFound() {
        assertThatThrownBy(() -> takedowns.takeDown("nosuch", "x", "y")).isInstanceOf(Problem.class);
    }

    private static PublishedLibrary library() {
        return new PublishedLibrary(pipeline);
    }

    private Title wanted() {
        Title film = library().film(1, 10, Instant.now());
        part(MongoOperations.class).remove(ingests.find(film.id() + "-1").orElseThrow());
        titles.move(film.id(), TitleState.WANTED, new Update().unset("publication"));
        part(IngestStarter.class).start(film.id(), TicketClass.BATCH);
        return titles.find(film.id()).orElseThrow();
    }

    private void assertGone(String id) {
        Title title = titles.find(id).orElseThrow();
        assertThat(title.state()).isEqualTo(TitleState.TAKEN_DOWN);
        assertThat(title.publication()).isNull();
        assertThat(title.ingest()).isNull();
        assertThat(store.list("titles/" + id + "/")).isEmpty();
    }

    private static List<String> denied() {
        return part(DenialList.class).inForce(Instant.now().plus(Duration.ofDays(1))).stream()
                .filter(denial -> denial.kind() == Denial.Kind.PUBLICATION)
                .map(Denial::value)
                .toList();
    }

    private static <T> T part(Class<T> type) {
        return pipeline.part(type);
    }
}
