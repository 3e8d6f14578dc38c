package org.reelmill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Source;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.TitleState;
import org.reelmill.worker.RejectedSource;

class TaskTakerTest extends TaskFixture {

    @Test
    void worksOffEveryTaskOnce() {
        Ingest ingest = ingest(TicketClass.BATCH);
        for (int i = 0; i < 20; i++) {
            add(ingest, TaskKind.VIDEO, "video-" + i, i);
        }
        var done = new CopyOnWriteArrayList<String>();
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            done.add(lease.task().id());
            lease.finish(Map.of("frames", 48));
        }));

        await().until(() -> tasks.ofIngest(ingest.id()).stream().allMatch(task -> task.state() == TaskState.DONE));
        assertThat(done).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void theSoundOfOneFilmHoldsNoSlot() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.AUDIO, "audio", 0);
        add(ingest, TaskKind.VIDEO, "video", 1);
        var fetched = new CountDownLatch(1);
        worker("one", properties("one", 1), soundThatWaitsFor(fetched));

        await().until(() -> state(ingest, "video") == TaskState.DONE);
        assertThat(state(ingest, "audio")).isEqualTo(TaskState.LEASED);
        fetched.countDown();
        await().until(() -> state(ingest, "audio") == TaskState.DONE);
    }

    @Test
    void moreSoundsTakeSlots() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.AUDIO, "audio-en", 0);
        add(ingest, TaskKind.AUDIO, "audio-de", 1);
        add(ingest, TaskKind.VIDEO, "video", 2);
        var fetched = new CountDownLatch(1);
        worker("one", properties("one", 1), soundThatWaitsFor(fetched));

        await().until(() -> state(ingest, "audio-de") == TaskState.LEASED);
        await().during(Duration.ofMillis(500)).until(() -> state(ingest, "video") == TaskState.READY);
        fetched.countDown();
        await().until(() -> tasks.ofIngest(ingest.id()).stream().allMatch(task -> task.state() == TaskState.DONE));
    }

    private static Map<TaskKind, Work> soundThatWaitsFor(CountDownLatch fetched) {
        return Map.of(
                TaskKind.AUDIO,
                lease -> {
                    fetched.await();
                    lease.finish(Map.of());
                },
                TaskKind.VIDEO,
                lease -> lease.finish(Map.of()));
    }

    private TaskState state(Ingest ingest, String name) {
        return tasks.find(ingest.id() + "-" + name).orElseThrow().state();
    }

    @Test
    void takesWhatSomebodyWaitsForFirst() {
        Ingest batch = ingest(TicketClass.BATCH);
        Ingest waited = ingest(TicketClass.INTERACTIVE);
        add(batch, TaskKind.VIDEO, "video", 0);
        add(waited, TaskKind.VIDEO, "video", 0);
        var order = new CopyOnWriteArrayList<String>();
        worker("one", properties("one", 1), Map.of(TaskKind.VIDEO, lease -> {
            order.add(lease.task().ingest());
            lease.finish(Map.of());
        }));

        await().until(() -> order.size() == 2);
        assertThat(order).containsExactly(waited.id(), batch.id());
    }

    @Test
    void interruptsTheWorkWithinABeatOnceTheLeaseIsLost() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        var began = new CountDownLatch(1);
        var ended = new AtomicReference<@Nullable Throwable>();
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(e);
                throw e;
            }
        }));
        await().until(() -> began.getCount() == 0);
        tasks.cancel(ingest.id());

        await().until(() -> ended.get() != null);
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.CANCELLED);
        assertThat(ingests.find(ingest.id()).orElseThrow().state()).isEqualTo(IngestState.ENCODING);
    }

    @Test
    void triesAFailedTaskAgainWithATicketOfItsOwn() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            if (lease.task().attempt() < 3) {
                throw new IllegalStateException("broke " + lease.task().attempt());
            }
            lease.finish(Map.of());
        }));

        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().failures())
                .extracting(failure -> failure.detail())
                .containsExactly("broke 1", "broke 2");
    }

    @Test
    void letsAFailedTaskRestThoughSlotsAreFree() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "bad", 0);
        for (int i = 1; i <= 20; i++) { // Each of their tickets would do for the bad one too.
            add(ingest, TaskKind.TEXT, "text-" + i, i);
        }
        var attempts = new CopyOnWriteArrayList<Long>();
        worker(
                "one",
                patient("one", Duration.ofMillis(400)),
                Map.of(
                        TaskKind.VIDEO,
                        lease -> {
                            attempts.add(System.nanoTime());
                            throw new IllegalStateException("broke");
                        },
                        TaskKind.TEXT,
                        lease -> lease.finish(Map.of())));

        await().until(() -> ingests.find(ingest.id()).orElseThrow().state() == IngestState.FAILED);
        assertThat(attempts).hasSize(3);
        assertThat(Duration.ofNanos(attempts.get(1) - attempts.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(Duration.ofNanos(attempts.get(2) - attempts.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(800));
    }

    @Test
    void givesBackAtAStopWhatRests() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "bad", 0);
        TaskTaker first = worker("one", patient("one", Duration.ofMinutes(5)), Map.of(TaskKind.VIDEO, lease -> {
            throw new IllegalStateException("broke");
        }));
        await().until(() -> !tasks.ofIngest(ingest.id()).getFirst().failures().isEmpty());

        first.stop();

        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.READY);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().failedAttempts()).isEqualTo(1);
        tasks.cancel(ingest.id());
    }

    @Test
    void endsTheIngestAtTheThirdFailureAndKeepsWhatWasMadeForARedrive() {
        Ingest ingest = ingest(TicketClass.BATCH);
        store.put(ingest.prefix() + "v360/init.mp4", new byte[] {1}, ContentType.INIT);
        add(ingest, TaskKind.VIDEO, "video", 0);
        tasks.add(
                List.of(Task.of(ingest, TaskState.WAITING, new TaskOrder(TaskKind.FINISH, "finish", 9, 1, Map.of()))));
        worker("one", Map.of(TaskKind.VIDEO, lease -> {
            throw new IllegalStateException("the encoder broke");
        }));

        await().until(() -> ingests.find(ingest.id()).orElseThrow().state() == IngestState.FAILED);
        await().until(() -> titles.find(ingest.title()).orElseThrow().state() == TitleState.DISCOVERED);
        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().detail()).contains("the encoder broke");
        assertThat(store.list(ingest.prefix())).hasSize(1);
        assertThat(tasks.ofIngest(ingest.id()))
                .extracting(Task::state)
                .containsExactly(TaskState.FAILED, TaskState.CANCELLED);
        assertThat(titles.find(ingest.title()).orElseThrow().state()).isEqualTo(TitleState.DISCOVERED);
    }

    @Test
    void keepsTheOnlyCopyOfAnUploadWhenWeAreAtFault() {
        for (boolean ours : List.of(true, false)) {
            Ingest ingest = ingest(TicketClass.BATCH);
            sources.save(new Source(ingest.source(), ingest.title(), null, null, null, 1L, null, null, null));
            String part = SourceParts.key(ingest.source(), 0);
            store.put(part, new byte[] {1}, ContentType.BYTES);
            IngestState end = ours ? IngestState.FAILED : IngestState.REJECTED;

            ingestEnd.end(
                    Task.of(ingest, TaskState.LEASED, new TaskOrder(TaskKind.OPEN, "open", 0, 1, Map.of())),
                    end,
                    new Failure("any", "Any.", null));

            assertThat(store.head(part).isPresent()).isEqualTo(ours);
        }
    }

    @Test
    void rejectsTheIngestAtOnceWhereTheSourceIsNoGood() {
        Ingest ingest = ingest(TicketClass.BATCH);
        store.put(ingest.prefix() + "v360/init.mp4", new byte[] {1}, ContentType.INIT);
        add(ingest, TaskKind.OPEN, "open", 0);
        worker("one", Map.of(TaskKind.OPEN, lease -> {
            throw RejectedSource.because("not-a-film", "It is a page.");
        }));

        await().until(() -> ingests.find(ingest.id()).orElseThrow().state() == IngestState.REJECTED);
        await().until(() -> store.list(ingest.prefix()).isEmpty());
        await().until(() -> titles.find(ingest.title()).orElseThrow().state() == TitleState.DISCOVERED);
        Ingest ended = ingests.find(ingest.id()).orElseThrow();
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure().reason()).isEqualTo("It is a page.");
        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.CANCELLED);
    }

    @Test
    void givesWorkBackAtAStop() {
        Ingest ingest = ingest(TicketClass.BATCH);
        add(ingest, TaskKind.VIDEO, "video", 0);
        var began = new CountDownLatch(1);
        TaskTaker first = worker("one", Map.of(TaskKind.VIDEO, lease -> {
            began.countDown();
            new CountDownLatch(1).await();
        }));
        await().until(() -> began.getCount() == 0);

        first.stop();

        assertThat(tasks.ofIngest(ingest.id())).extracting(Task::state).containsExactly(TaskState.READY);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().failures()).isEmpty();
        worker("two", Map.of(TaskKind.VIDEO, lease -> lease.finish(Map.of())));
        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
    }

    @Test
    void takesUpWhatItsKilledProcessHeld() {
        Ingest ingest = ingest(TicketClass.BATCH);
        var held = WorkerDirectory.hold(properties("one", 2));
        tasks.add(List.of(Task.of(ingest, TaskState.READY, new TaskOrder(TaskKind.VIDEO, "video", 0, 1, Map.of()))));
        tasks.claim("batch", held.owner(), "any");
        held.close();

        worker("one", Map.of(TaskKind.VIDEO, lease -> lease.finish(Map.of())));

        await().until(() -> tasks.ofIngest(ingest.id()).getFirst().state() == TaskState.DONE);
        assertThat(tasks.ofIngest(ingest.id()).getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void refusesADirectoryThatAnotherWorkerHolds() {
        try (var held = WorkerDirectory.hold(properties("held", 1))) {
            assertThat(held.name()).startsWith("held-");
            assertThatThrownBy(() -> WorkerDirectory.hold(properties("held", 1)))
                    .hasMessageContaining("reelmill.worker.directory");
        }
    }
}
