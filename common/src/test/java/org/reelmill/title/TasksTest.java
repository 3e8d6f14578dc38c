package org.reelmill.title;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.Stack;
import org.springframework.data.mongodb.core.MongoTemplate;

/// What leases promise, on the embedded store in this JVM and on the other stack's: MongoDB where a Docker
/// engine answers, else the embedded store as a process of its own.
@ParameterizedClass
@EnumSource(Stack.class)
@ExtendWith(PartLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksTest {

    private static final String ENCODER = "x264-1";

    @TempDir
    static Path directory;

    @Parameter
    Stack stack;

    private Part documents;
    private MongoClient client;
    private MongoTemplate mongo;
    private Tasks tasks;

    @BeforeParameterizedClassInvocation
    void startStore() {
        documents = stack.documents(directory.resolve(stack.name()));
        client = MongoClients.create(documents.location().uri().toString());
        mongo = new MongoTemplate(client, "reelmill");
        tasks = new Tasks(mongo);
    }

    @AfterParameterizedClassInvocation
    void stopStore() {
        client.close();
        documents.close();
    }

    @BeforeEach
    void empty() {
        mongo.dropCollection(Task.class);
        mongo.dropCollection(Pause.class);
    }

    @Test
    void leasesEachTaskToExactlyOneOfManyWorkers() throws Exception {
        tasks.add(IntStream.range(0, 200)
                .mapToObj(i -> task("t-1", TaskKind.VIDEO, "video-" + i, i, TaskState.READY))
                .toList());

        var claimed = atOnce(8, worker -> () -> {
            var mine = new ArrayList<String>();
            Optional<Task> task = tasks.claim("batch", "w" + worker + "/1", ENCODER);
            while (task.isPresent()) {
                assertThat(task.get().attempt()).isEqualTo(1);
                mine.add(task.get().id());
                task = tasks.claim("batch", "w" + worker + "/1", ENCODER);
            }
            return mine;
        });

        var all = claimed.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void makesTheLastTaskReadyOnce() throws Exception {
        var work = IntStream.range(0, 8)
                .mapToObj(i -> task("t-1", TaskKind.VIDEO, "video-" + i, i, TaskState.READY))
                .toList();
        tasks.add(work);
        tasks.add(List.of(task("t-1", TaskKind.FINISH, "finish", 999, TaskState.WAITING)));

        var winners = atOnce(8, worker -> () -> {
            Task lease = tasks.claim("batch", "w" + worker + "/1", ENCODER).orElseThrow();
            assertThat(tasks.finish(lease, Map.of("frames", 48))).isTrue();
            return tasks.readyToFinish("t-1");
        });

        assertThat(winners).containsOnlyOnce(true);
        Task finish = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        assertThat(finish.kind()).isEqualTo(TaskKind.FINISH);
        assertThat(tasks.readyToFinish("t-1")).isFalse();
    }

    @Test
    void makesATaskReadyOnceWhenThoseThatItFollowsAreDone() throws Exception {
        tasks.add(List.of(
                task("t-1", TaskKind.VIDEO, "video-early-0", 0, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-early-1", 1, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-rest-0", 9, TaskState.READY),
                Task.of(
                        SampleIngest.of("t-1"),
                        TaskState.WAITING,
                        new TaskOrder(TaskKind.STORYBOARD, "storyboard", 2, 1, Map.of(Task.AFTER, "video-early-"))),
                task("t-1", TaskKind.FINISH, "finish", 999, TaskState.WAITING)));
        assertThat(tasks.readyToFollow("t-1")).isZero();
        tasks.finish(tasks.claim("batch", "w/1", ENCODER).orElseThrow(), Map.of());
        assertThat(tasks.readyToFollow("t-1")).isZero();
        tasks.finish(tasks.claim("batch", "w/1", ENCODER).orElseThrow(), Map.of());

        var ready = atOnce(4, worker -> () -> tasks.readyToFollow("t-1"));

        assertThat(ready).containsExactlyInAnyOrder(1, 0, 0, 0);
        assertThat(tasks.claim("batch", "w/1", ENCODER).orElseThrow().kind()).isEqualTo(TaskKind.STORYBOARD);
        assertThat(tasks.readyToFinish("t-1")).isFalse();
    }

    @Test
    void waitsForEveryTaskBeforeTheLast() {
        tasks.add(List.of(
                task("t-1", TaskKind.AUDIO, "audio", 0, TaskState.READY),
                task("t-1", TaskKind.FINISH, "finish", 999, TaskState.WAITING)));

        assertThat(tasks.readyToFinish("t-1")).isFalse();
    }

    @Test
    void leavesNothingToALateWorker() {
        tasks.add(List.of(task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY)));
        Task late = tasks.claim("batch", "late/1", ENCODER).orElseThrow();
        assertThat(tasks.expire(tasks.find(late.id()).orElseThrow())).isTrue();
        Task next = tasks.claim("batch", "next/1", ENCODER).orElseThrow();

        assertThat(tasks.beat(late, 0.5)).isFalse();
        assertThat(tasks.isHeld(late)).isFalse();
        assertThat(tasks.push(late, "segments", "late")).isFalse();
        assertThat(tasks.finish(late, Map.of("by", "late"))).isFalse();
        assertThat(tasks.giveBack(late)).isFalse();
        assertThat(tasks.note(late, failure())).isFalse();
        assertThat(tasks.fail(late, failure())).isFalse();

        assertThat(tasks.isHeld(next)).isTrue();
        assertThat(tasks.push(next, "segments", "next")).isTrue();
        assertThat(tasks.finish(next, Map.of("by", "next"))).isTrue();
        Task done = tasks.find(next.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(TaskState.DONE);
        assertThat(done.result()).containsEntry("by", "next").containsEntry("segments", List.of("next"));
    }

    @Test
    void fencesOutASecondLeaseOfTheSameWorkerToo() {
        tasks.add(List.of(task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY)));
        Task first = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.expire(first);
        Task second = tasks.claim("batch", "w/1", ENCODER).orElseThrow();

        assertThat(tasks.finish(first, Map.of())).isFalse();
        assertThat(tasks.finish(second, Map.of())).isTrue();
    }

    @Test
    void expiresNoLeaseThatHasMovedOn() {
        tasks.add(List.of(task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY)));
        Task seen = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.beat(seen, 0.1);

        assertThat(tasks.expire(seen)).isFalse();
    }

    @Test
    void takesTheHighestPriorityFirstThenThePlansOrder() {
        tasks.add(List.of(
                task("t-1", TaskKind.VIDEO, "video-1", 1, TaskState.READY),
                task("u-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY),
                task("u-1", TaskKind.VIDEO, "video-1", 1, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY)));
        tasks.reclass("u-1", "batch", 100);

        var order = IntStream.range(0, 4)
                .mapToObj(
                        i -> tasks.claim("batch", "w/1", ENCODER).orElseThrow().id())
                .toList();

        assertThat(order).containsExactly("u-1-video-0", "u-1-video-1", "t-1-video-0", "t-1-video-1");
    }

    @Test
    void leavesTasksForAnotherEncoderToOthers() {
        var order = new TaskOrder(TaskKind.VIDEO, "video-0", 0, 1, Map.of(Task.ENCODER, "x264-2"));
        tasks.add(List.of(Task.of(SampleIngest.of("t-1"), TaskState.READY, order)));

        assertThat(tasks.claim("batch", "w/1", ENCODER)).isEmpty();
        assertThat(tasks.claim("batch", "w/1", "x264-2")).isPresent();
    }

    @Test
    void makesTheTasksOfAPlanOnce() {
        Task task = task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY);
        tasks.add(List.of(task));
        tasks.claim("batch", "w/1", ENCODER);
        tasks.add(List.of(task, task("t-1", TaskKind.VIDEO, "video-1", 1, TaskState.READY)));

        assertThat(tasks.ofIngest("t-1")).extracting(Task::state).containsExactly(TaskState.LEASED, TaskState.READY);
    }

    @Test
    void givesBackOnlyWhatAnEarlierProcessOfTheSameWorkerHeld() {
        tasks.add(IntStream.range(0, 4)
                .mapToObj(i -> task("t-1", TaskKind.VIDEO, "video-" + i, i, TaskState.READY))
                .toList());
        List.of("w/1", "w/2", "w2/1", "other/1").forEach(owner -> tasks.claim("batch", owner, ENCODER));

        assertThat(tasks.giveBackOfEarlier("w", "w/2")).extracting(Task::id).containsExactly("t-1-video-0");
        assertThat(tasks.inState(TaskState.READY)).hasSize(1);
    }

    @Test
    void keepsFailuresAndResultsOverAttempts() {
        tasks.add(List.of(task("t-1", TaskKind.AUDIO, "audio", 0, TaskState.READY)));
        Task first = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.push(first, "segments", Map.of("number", 0));
        tasks.note(first, failure());
        tasks.giveBack(first);

        Task second = tasks.claim("batch", "w/1", ENCODER).orElseThrow();

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.failures()).containsExactly(failure());
        assertThat(second.result()).containsEntry("segments", List.of(Map.of("number", 0)));
    }

    @Test
    void tellsLostWorkersFromFailuresAndFromTasksThatWereGivenBack() {
        tasks.add(List.of(task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY)));
        for (int i = 0; i < 12; i++) {
            tasks.giveBack(tasks.claim("batch", "w/1", ENCODER).orElseThrow());
        }
        tasks.expire(tasks.claim("batch", "w/1", ENCODER).orElseThrow());
        Task failed = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.note(failed, failure());
        assertThat(tasks.claim("batch", "w/2", ENCODER))
                .as("Nobody takes it while it rests")
                .isEmpty();
        tasks.giveBack(failed);

        Task task = tasks.find("t-1-video-0").orElseThrow();
        assertThat(task.attempt()).isEqualTo(14);
        assertThat(task.lostLeases()).isEqualTo(1);
        assertThat(task.failedAttempts()).isEqualTo(1);
    }

    @Test
    void leasesNothingOfAPausedIngestAndGoesOnAfterwards() {
        tasks.add(List.of(
                task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-1", 1, TaskState.READY),
                task("u-1", TaskKind.VIDEO, "video-0", 5, TaskState.READY)));
        Task inHand = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        var pauses = new Pauses(mongo);

        assertThat(pauses.add("t-1")).isTrue();
        assertThat(pauses.add("t-1")).as("It was paused before").isFalse();

        assertThat(tasks.claim("batch", "w/1", ENCODER).orElseThrow().ingest()).isEqualTo("u-1");
        assertThat(tasks.claim("batch", "w/1", ENCODER)).isEmpty();
        assertThat(tasks.finish(inHand, Map.of()))
                .as("What is in hand is finished")
                .isTrue();
        assertThat(pauses.remove("t-1")).isTrue();
        assertThat(tasks.claim("batch", "w/1", ENCODER).orElseThrow().id()).isEqualTo("t-1-video-1");
    }

    @Test
    void leasesNothingOfAPausedBatchWhenItWasQueuedLater() {
        var pauses = new Pauses(mongo);
        pauses.add(Pauses.BATCH);
        mongo.insert(SampleIngest.of("late-1"));
        tasks.add(List.of(
                task("late-1", TaskKind.OPEN, "open", 0, TaskState.READY),
                task("late-1", TaskKind.FILL, "fill", 0, TaskState.READY).inClass("fetch")));

        assertThat(tasks.claim("batch", "w/1", ENCODER)).isEmpty();
        assertThat(tasks.claim("fetch", "w/1", ENCODER)).isEmpty();
        new Ingests(mongo).reclass("late-1", "interactive", 100);
        assertThat(tasks.claim("fetch", "w/1", ENCODER))
                .as("Somebody waits now")
                .isPresent();
    }

    @Test
    void takesBackWhatGoesOnWhereItStopped() {
        tasks.add(List.of(
                task("t-1", TaskKind.AUDIO, "audio-en", 0, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-0", 1, TaskState.READY)));
        Task sound = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        Task chunk = tasks.claim("batch", "w/1", ENCODER).orElseThrow();

        new Pauses(mongo).add("t-1");
        new Pauses(mongo).remove("t-1");

        assertThat(tasks.beat(sound, 0.5)).isFalse();
        assertThat(tasks.beat(chunk, 0.5)).isTrue();
        assertThat(tasks.claim("batch", "w/2", ENCODER).orElseThrow().id()).isEqualTo(sound.id());
    }

    @Test
    void drivesAgainWhatHasFailedButNotWhatIsDone() {
        var board = new TaskOrder(TaskKind.STORYBOARD, "storyboard", 3, 1, Map.of(Task.AFTER, "video-"));
        tasks.add(List.of(
                task("t-1", TaskKind.OPEN, "open", 0, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-0", 1, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-1", 2, TaskState.READY),
                Task.of(SampleIngest.of("t-1"), TaskState.WAITING, board),
                task("t-1", TaskKind.FINISH, "finish", 9, TaskState.WAITING)));
        tasks.finish(tasks.claim("batch", "w/1", ENCODER).orElseThrow(), Map.of());
        tasks.finish(tasks.claim("batch", "w/1", ENCODER).orElseThrow(), Map.of());
        Task failed = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.fail(failed, failure());
        tasks.cancel("t-1");

        tasks.redrive("t-1");

        assertThat(tasks.ofIngest("t-1"))
                .extracting(Task::state)
                .containsExactly(
                        TaskState.READY, TaskState.DONE, TaskState.READY, TaskState.WAITING, TaskState.WAITING);
        assertThat(tasks.find(failed.id()).orElseThrow().failures()).isEmpty();
    }

    @Test
    void cancelsWhatIsUnfinished() {
        tasks.add(List.of(
                task("t-1", TaskKind.VIDEO, "video-0", 0, TaskState.READY),
                task("t-1", TaskKind.VIDEO, "video-1", 1, TaskState.READY),
                task("t-1", TaskKind.FINISH, "finish", 9, TaskState.WAITING)));
        Task done = tasks.claim("batch", "w/1", ENCODER).orElseThrow();
        tasks.finish(done, Map.of());
        Task leased = tasks.claim("batch", "w/1", ENCODER).orElseThrow();

        tasks.cancel("t-1");

        assertThat(tasks.beat(leased, 0.5)).isFalse();
        assertThat(tasks.ofIngest("t-1"))
                .extracting(Task::state)
                .containsExactly(TaskState.DONE, TaskState.CANCELLED, TaskState.CANCELLED);
    }

    private static Failure failure() {
        return new Failure("encoder-failed", "It broke.", "last line");
    }

    private static Task task(String ingest, TaskKind kind, String name, long place, TaskState state) {
        return Task.of(SampleIngest.of(ingest), state, new TaskOrder(kind, name, place, 1, Map.of()));
    }

    private static <T> List<T> atOnce(int threads, java.util.function.IntFunction<Callable<T>> work) throws Exception {
        var start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var futures = IntStream.range(0, threads)
                    .mapToObj(i -> executor.submit(() -> {
                        start.await();
                        return work.apply(i).call();
                    }))
                    .toList();
            start.countDown();
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
