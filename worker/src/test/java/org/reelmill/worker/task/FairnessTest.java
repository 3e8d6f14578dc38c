package org.reelmill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;

/// Films that share the slots of a worker, which does a task for each permit of the test.
class FairnessTest extends TaskFixture {

    private final Semaphore permits = new Semaphore(0);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<Ingest> films = new ArrayList<>();

    @AfterEach
    void end() {
        films.forEach(film -> {
            tasks.cancel(film.id());
            ingests.end(film.id(), IngestState.CANCELLED, new Failure("test", "Over.", null));
        });
        permits.drainPermits();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void filmsThatSomebodyWaitsForTakeTurnsFromTheNextFreeSlotOn(int slots) {
        Ingest first = film(TicketClass.INTERACTIVE, 30, 0);
        startWorker(slots);
        doTasks(10, slots);
        Ingest second = film(TicketClass.INTERACTIVE, 30, 0);

        int before = begun.size();
        doTasks(12, slots);

        var since = begun.subList(before, before + 12);
        assertThat(since.subList(0, slots)).as("The next free slots").contains(second.id());
        assertThat(since.stream().filter(second.id()::equals).count())
                .as("Turns of the second film: %s", since)
                .isBetween(5L, 7L + slots / 2);
        assertThat(since).contains(first.id());
    }

    @Test
    void whatSomebodyWaitsForTakesTheNextFreeSlotsOfABatch() {
        Ingest batch = film(TicketClass.BATCH, 20, 0);
        startWorker(2);
        doTasks(4, 2);
        Ingest awaited = film(TicketClass.INTERACTIVE, 4, 0);

        int before = begun.size();
        doTasks(6, 2);

        assertThat(begun.subList(before, before + 4)).containsOnly(awaited.id());
        assertThat(begun.subList(before + 4, before + 6)).containsOnly(batch.id());
    }

    @Test
    void aRequestLetsAFilmThatWasQueuedForTheBatchGoFirst() {
        film(TicketClass.BATCH, 20, 0);
        Ingest queued = film(TicketClass.BATCH, 3, 1000);
        startWorker(1);
        doTasks(3, 1);
        assertThat(begun).doesNotContain(queued.id());

        new IngestStarter(titles, ingests, tasks, tickets).start(queued.title(), TicketClass.INTERACTIVE);
        int before = begun.size();
        doTasks(3, 1);

        assertThat(begun.subList(before, before + 3)).containsOnly(queued.id());
    }

    @Test
    void theBatchFinishesTheFilmThatWasQueuedFirstAndLeavesNoSlotIdle() {
        Ingest late = film(TicketClass.BATCH, 6, 2000);
        Ingest early = film(TicketClass.BATCH, 7, 1000);
        startWorker(2);

        doTasks(11, 2);

        assertThat(begun.subList(0, 7)).containsOnly(early.id());
        assertThat(begun.subList(7, 13)).containsOnly(late.id());
    }

    @Test
    void laterSetsOfRungsWaitForTheFirstSetsOfOtherFilms() {
        Ingest playable = film(TicketClass.INTERACTIVE, 0, 0);
        for (int chunk = 0; chunk < 10; chunk++) {
            add(playable, TaskKind.VIDEO, "video-rest-" + chunk, Math.toIntExact(Task.PLACES_PER_SET) + chunk);
        }
        startWorker(1);
        doTasks(2, 1);
        Ingest awaited = film(TicketClass.INTERACTIVE, 5, 0);

        int before = begun.size();
        doTasks(6, 1);

        assertThat(begun.subList(before, before + 5)).containsOnly(awaited.id());
        assertThat(begun.get(before + 5)).isEqualTo(playable.id());
    }

    private Ingest film(TicketClass ticketClass, int chunks, long queuedAt) {
        Ingest film = ingest(ticketClass, Instant.ofEpochMilli(queuedAt));
        films.add(film);
        for (int chunk = 0; chunk < chunks; chunk++) {
            add(film, TaskKind.VIDEO, "video-%02d".formatted(chunk), chunk);
        }
        return film;
    }

    private void startWorker(int slots) {
        begun.clear();
        worker("fair", properties("fair", slots), Map.of(TaskKind.VIDEO, lease -> {
            begun.add(lease.task().ingest());
            permits.acquire();
            lease.finish(Map.of());
        }));
    }

    /// Lets so many tasks end, one after another, and waits until the slots have others in hand.
    private void doTasks(int count, int slots) {
        await().until(() -> begun.size() >= slots);
        for (int i = 0; i < count; i++) {
            int expected = begun.size() + 1;
            permits.release();
            await().until(() -> begun.size() >= expected);
        }
    }
}
