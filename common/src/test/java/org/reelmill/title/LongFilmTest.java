package org.reelmill.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.Stack;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Update;

/// What the next step of a film with thousands of tasks costs, in documents that the store sends.
class LongFilmTest {

    private static final int CHUNKS = 3000;
    private static final List<Integer> DONE = List.of(0, 750, 1500, 2250, 2999);

    private static final Ingest INGEST = SampleIngest.of("i");

    private final AtomicInteger documentsRead = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private Part documents;
    private MongoClient client;
    private MongoTemplate mongo;
    private Tasks tasks;

    @BeforeEach
    void storeALongFilm(@TempDir Path directory) {
        documents = Stack.EMBEDDED.documents(directory);
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(
                        new ConnectionString(documents.location().uri().toString()))
                .addCommandListener(new Counter())
                .build());
        mongo = new MongoTemplate(client, "reelmill");
        tasks = new Tasks(mongo);
        var film = new ArrayList<>(IntStream.range(0, CHUNKS)
                .mapToObj(number -> chunk(number, DONE.contains(number) ? TaskState.DONE : TaskState.READY))
                .toList());
        film.add(Task.of(
                INGEST,
                TaskState.WAITING,
                new TaskOrder(TaskKind.STORYBOARD, "storyboard", CHUNKS, 1, Map.of(Task.AFTER, "video-all-"))));
        film.add(Task.of(INGEST, TaskState.WAITING, new TaskOrder(TaskKind.FINISH, "finish", CHUNKS + 1, 1, Map.of())));
        tasks.add(film);
        documentsRead.set(0);
    }

    @AfterEach
    void stopStore() {
        client.close();
        documents.close();
    }

    @Test
    void readsOnlyTheTasksThatDecideWhatFollows() {
        assertThat(tasks.readyToFollow("i")).isZero();
        assertThat(tasks.readyToFinish("i")).isFalse();

        assertThat(documentsRead).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void readsOnlyResultsThatAreThere() {
        assertThat(segments()).hasSize(DONE.size());

        assertThat(documentsRead).hasValue(DONE.size());
    }

    @Test
    void readsOnlyTheFieldsOfResultsThatAreAskedFor() {
        try (Stream<Map<String, Object>> results = tasks.results("i", List.of("segments.name", "inits"))) {
            assertThat(results)
                    .allSatisfy(result -> assertThat(result)
                            .isEqualTo(Map.of(
                                    "segments", List.of(Map.of("name", "s0"), Map.of("name", "s1")),
                                    "inits", List.of(Map.of("name", "init")))))
                    .hasSize(DONE.size());
        }
    }

    @Test
    void readsTheResultsOfAFilmThatIsDoneAFewAtATime() {
        mongo.updateMulti(
                query(where("order").lt(500)),
                new Update().set("state", TaskState.DONE).set("result", result()),
                Task.class);

        assertThat(segments()).hasSizeGreaterThan(500);

        assertThat(largestBatch).hasValueLessThanOrEqualTo(100);
    }

    private List<Map<String, Object>> segments() {
        try (Stream<Map<String, Object>> results = tasks.results("i", List.of("segments.name"))) {
            return results.toList();
        }
    }

    private static Task chunk(int number, TaskState state) {
        Task made = Task.of(
                INGEST, state, new TaskOrder(TaskKind.VIDEO, "video-all-%05d".formatted(number), number, 1, Map.of()));
        return new Task(
                made.id(),
                made.ingest(),
                made.title(),
                made.kind(),
                made.ticketClass(),
                made.priority(),
                made.order(),
                made.state(),
                null,
                0,
                0,
                0,
                1,
                made.work(),
                state == TaskState.DONE ? result() : Map.of(),
                List.of(),
                made.since());
    }

    private static Map<String, Object> result() {
        return Map.of(
                "segments", List.of(Map.of("name", "s0", "bytes", 1000), Map.of("name", "s1", "bytes", 1000)),
                "inits", List.of(Map.of("name", "init")),
                "poster", Map.of("name", "poster"));
    }

    private final class Counter implements CommandListener {

        @Override
        public void commandSucceeded(CommandSucceededEvent event) {
            BsonDocument cursor = event.getResponse().getDocument("cursor", new BsonDocument());
            for (String batch : List.of("firstBatch", "nextBatch")) {
                if (cursor.containsKey(batch)) {
                    int size = cursor.getArray(batch).size();
                    documentsRead.addAndGet(size);
                    largestBatch.accumulateAndGet(size, Math::max);
                }
            }
        }
    }
}
