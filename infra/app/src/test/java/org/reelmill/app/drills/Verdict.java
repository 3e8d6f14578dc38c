package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.reelmill.app.CountedFfmpeg;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StoredObject;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.title.IngestState;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.springframework.data.mongodb.core.query.Criteria;

/// What must hold for a film after everything that was done to the mill while it was ingested.
final class Verdict {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SWEEP = Duration.ofSeconds(40);

    private final Mill mill;
    private final Path folder;

    Verdict(Mill mill, Path folder) {
        this.mill = mill;
        this.folder = folder;
    }

    /// @param held how often each task was in hand at a kill: so many more starts of its encoder are allowed
    /// @return how many pieces of work were encoded again
    int on(String ingest, TestFilm film, Map<String, Integer> held) {
        awaitReady(ingest);
        whole(ingest, film);
        return encodedAgain(ingest, held);
    }

    /// The part of it that holds as long as the film plays: every object is there, with its bytes.
    void whole(String ingest, TestFilm film) {
        String id = mill.ingests().find(ingest).orElseThrow().title();
        // It names its publication a moment after the ingest became READY; after a lease time, where the
        // worker dies in between.
        Awaitility.await("the title of " + ingest + " is AVAILABLE")
                .atMost(Duration.ofSeconds(30))
                .until(() -> mill.titles().find(id).orElseThrow().state() == TitleState.AVAILABLE);
        Title title = mill.titles().find(id).orElseThrow();
        assertThat(Objects.requireNonNull(title.publication()).id()).isEqualTo(ingest);
        checkObjects(ingest, title);
        // The tasks go a moment after the film has become READY.
        Awaitility.await("no task without end")
                .atMost(Duration.ofSeconds(30))
                .until(() -> mill.tasks().ofIngest(ingest).isEmpty());
        checkExact(title, film);
    }

    void awaitReady(String ingest) {
        try {
            Awaitility.await("ingest " + ingest + " is READY")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() ->
                            !mill.ingests().find(ingest).orElseThrow().state().isActive());
        } catch (RuntimeException notInTime) {
            throw new AssertionError(mill.situation(), notInTime);
        }
        var ended = mill.ingests().find(ingest).orElseThrow();
        assertThat(ended.state())
                .as("How %s ended: %s%n%s", ingest, ended.failure(), mill.situation())
                .isEqualTo(IngestState.READY);
    }

    /// The manifest against the bucket, both ways; left-overs of attempts that lost are swept first.
    private void checkObjects(String ingest, Title title) {
        var manifest = Objects.requireNonNull(
                mill.mongo().findOne(query(Criteria.where("_id").is(ingest)), Document.class, "publications"));
        var wanted = new HashMap<String, Document>();
        manifest.getList("objects", Document.class).forEach(object -> wanted.put(object.getString("key"), object));
        String prefix = "titles/" + title.id() + "/";
        Awaitility.await("no object of " + ingest + " is missing or of nobody")
                .atMost(SWEEP)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    mill.counter().job("reconcile", Map.of());
                    assertThat(new TreeSet<>(keys(prefix))).isEqualTo(new TreeSet<>(wanted.keySet()));
                    assertThat(keys(SourceParts.prefix(title.sources().getFirst())))
                            .as("Parts of a source that nobody needs any more")
                            .isEmpty();
                });
        wanted.forEach((key, object) -> {
            byte[] bytes = mill.store().get(key).orElseThrow().bytes();
            assertThat(Sha.of(bytes)).as("Checksum of %s", key).isEqualTo(object.getString("sha256"));
            write(folder.resolve(ingest).resolve(key.substring(prefix.length())), bytes);
        });
    }

    private List<String> keys(String prefix) {
        return mill.store().list(prefix).stream().map(StoredObject::key).toList();
    }

    private void checkExact(Title title, TestFilm film) {
        var publication = Objects.requireNonNull(title.publication());
        var reader = new TestFilmReader(mill.tools());
        var copy = folder.resolve(publication.id()).resolve(publication.id());
        for (var rendition : List.of("v360", "v180")) {
            var faults =
                    reader.frames(copy.resolve(rendition).resolve("index.m3u8")).differences(film.frames());
            assertThat(faults).as("Frames of %s of %s", rendition, title.id()).isEmpty();
        }
    }

    private int encodedAgain(String ingest, Map<String, Integer> held) {
        var starts = new HashMap<String, Integer>();
        mill.encoder().encodes().stream()
                .map(CountedFfmpeg.Start::task)
                .filter(task -> task.startsWith(ingest + "-"))
                .forEach(task -> starts.merge(task, 1, Integer::sum));
        int again = 0;
        for (var task : starts.entrySet()) {
            assertThat(task.getValue())
                    .as(() -> "Encoder starts of %s, which was held at %s kills%n%s"
                            .formatted(task.getKey(), held.get(task.getKey()), mill.situation()))
                    .isLessThanOrEqualTo(1 + held.getOrDefault(task.getKey(), 0));
            again += task.getValue() - 1;
        }
        return again;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
