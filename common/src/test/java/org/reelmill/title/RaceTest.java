package org.reelmill.title;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.embedded.DocumentStore;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Workers with connections of their own who race, over the store's real protocol, for the same step. All
/// wait at a barrier before each try, so that they do meet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceTest {

    private static final int RACES = 200;
    private static final int MOST = 8;
    private static final long LIMIT_SECONDS = 30;

    private final List<MongoClient> clients = new ArrayList<>();
    private final List<Tasks> workers = new ArrayList<>();
    private DocumentStore documents;
    private ExecutorService threads;

    @BeforeAll
    void start(@TempDir Path directory) {
        documents = DocumentStore.start(directory, 0);
        threads = Executors.newFixedThreadPool(MOST);
        for (int i = 0; i < MOST; i++) {
            clients.add(MongoClients.create(documents.uri()));
            workers.add(new Tasks(new MongoTemplate(clients.getLast(), "races")));
        }
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        clients.forEach(MongoClient::close);
        documents.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void oneOfManyWorkersLeasesATask(int many) throws Exception {
        var tasks = workers.getFirst();
        int leased = 0;
        for (int race = 0; race < RACES; race++) {
            String ingest = "claim-" + many + "-" + race;
            tasks.add(List.of(task(ingest, TaskKind.VIDEO, TaskState.READY)));

            List<Optional<Task>> claims = race(many, worker -> worker.claim("batch", owner(worker), "any"));

            var won = claims.stream().flatMap(Optional::stream).toList();
            assertThat(won).as("Leases in race %s of %s workers", race, many).hasSize(1);
            assertThat(won.getFirst().attempt()).isEqualTo(1);
            assertThat(tasks.find(won.getFirst().id()).orElseThrow().owner())
                    .isEqualTo(won.getFirst().owner());
            leased += won.size();
            tasks.remove(ingest);
        }
        System.out.println(many + " workers raced for one task " + RACES + " times: " + leased + " leases");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void oneOfManyWorkersMakesTheLastTaskReady(int many) throws Exception {
        var tasks = workers.getFirst();
        int made = 0;
        for (int race = 0; race < RACES; race++) {
            String ingest = "finish-" + many + "-" + race;
            var leases = new ArrayList<Task>();
            for (int i = 0; i < many; i++) {
                tasks.add(List.of(task(ingest, TaskKind.VIDEO, TaskState.READY, "video-" + i)));
                leases.add(tasks.claim("batch", "w" + i + "/1", "any").orElseThrow());
            }
            tasks.add(List.of(task(ingest, TaskKind.FINISH, TaskState.WAITING)));

            List<Boolean> winners = race(many, worker -> {
                assertThat(worker.finish(leases.get(workers.indexOf(worker)), Map.of()))
                        .isTrue();
                return worker.readyToFinish(ingest);
            });

            assertThat(winners)
                    .as("Who made the last task ready in race %s of %s workers", race, many)
                    .containsOnlyOnce(true);
            made += (int) winners.stream().filter(won -> won).count();
            tasks.remove(ingest);
        }
        System.out.println(many + " workers raced for \"all tasks done\" " + RACES + " times: " + made + " winners");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void aLateWorkerAndItsSuccessorNeverBothFinish(int many) throws Exception {
        var tasks = workers.getFirst();
        int finished = 0;
        for (int race = 0; race < RACES; race++) {
            String ingest = "late-" + many + "-" + race;
            tasks.add(List.of(task(ingest, TaskKind.VIDEO, TaskState.READY)));
            Task late = tasks.claim("batch", "late/1", "any").orElseThrow();

            List<Boolean> ends = race(many, worker -> {
                if (workers.indexOf(worker) == 0) {
                    return worker.finish(late, Map.of("by", "late"));
                }
                worker.expire(late);
                return worker.claim("batch", owner(worker), "any")
                        .map(lease -> worker.finish(lease, Map.of("by", lease.owner())))
                        .orElse(false);
            });

            assertThat(ends).as("Finished in race %s of %s workers", race, many).containsOnlyOnce(true);
            finished++;
            tasks.remove(ingest);
        }
        System.out.println(many + " workers, one of them late, raced to finish one task " + RACES + " times: "
                + finished + " results");
    }

    private <T> List<T> race(int many, Step<T> step) throws Exception {
        var start = new CyclicBarrier(many);
        var racing = workers.subList(0, many).stream()
                .map(worker -> threads.submit(() -> {
                    start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    return step.take(worker);
                }))
                .toList();
        var outcomes = new ArrayList<T>();
        for (var runner : racing) {
            outcomes.add(runner.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    private String owner(Tasks worker) {
        return "w" + workers.indexOf(worker) + "/1";
    }

    private static Task task(String ingest, TaskKind kind, TaskState state) {
        return task(ingest, kind, state, kind == TaskKind.FINISH ? "finish" : "video-0");
    }

    private static Task task(String ingest, TaskKind kind, TaskState state, String name) {
        return Task.of(SampleIngest.of(ingest), state, new TaskOrder(kind, name, 0, 1, Map.of()));
    }

    /// What each racer does.
    @FunctionalInterface
    private interface Step<T> {
        T take(Tasks worker) throws Exception;
    }
}
