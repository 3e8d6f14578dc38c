package org.reelmill.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;

/// Tasks whose weight is the seconds that they take.
class ScheduleTest {

    private static final Ingest INGEST = SampleIngest.of("t", Instant.EPOCH);

    @Test
    void slotsIdleAtTheEnd() {
        var left = new Schedule(2, 0, Task::weight).of(chunks(0, 10, 10, 10), null);

        assertThat(left.seconds()).isEqualTo(20);
        assertThat(left.stages()).containsExactly(Map.entry(TaskKind.VIDEO, 20L));
    }

    @Test
    void nothingEndsBeforeTheSourceIsFetched() {
        var tasks = chunks(0, 10, 10, 10);
        tasks.addAll(chunks(Task.PLACES_PER_SET, 12, 12));

        var left = new Schedule(2, 0, Task::weight).of(tasks, 50.0);

        assertThat(left.seconds()).as("Fetched, last chunk, other set").isEqualTo(50 + 10 + 12);
        assertThat(left.stages()).containsEntry(TaskKind.FILL, 50L).containsEntry(TaskKind.VIDEO, 72L);
        assertThat(new Schedule(2, 0, Task::weight).of(tasks, 5.0).seconds())
                .as("It is fetched in time")
                .isEqualTo(20 + 12);
    }

    @Test
    void whatWaitsForOthersComesLast() {
        var tasks = chunks(0, 10, 10);
        tasks.add(task(TaskKind.STORYBOARD, TaskState.WAITING, 1, 2));
        tasks.add(task(TaskKind.FINISH, TaskState.WAITING, 9, 3));

        assertThat(new Schedule(2, 0, Task::weight).of(tasks, null).seconds()).isEqualTo(15);
    }

    @Test
    void whatIsInHandGoesOnWhileTheRestWaitsForSlots() {
        var tasks = chunks(0, 10, 10);
        tasks.add(task(TaskKind.AUDIO, TaskState.LEASED, 1, 4));

        var left = new Schedule(2, 30, Task::weight).of(tasks, null);

        assertThat(left.stages()).containsEntry(TaskKind.AUDIO, 4L).containsEntry(TaskKind.VIDEO, 40L);
    }

    @Test
    void oneSoundIsEncodedBesideTheSlots() {
        var tasks = chunks(0, 10, 10);
        tasks.add(task(TaskKind.AUDIO, TaskState.READY, 2, 15));
        tasks.add(task(TaskKind.AUDIO, TaskState.READY, 3, 4));

        var left = new Schedule(1, 0, Task::weight).of(tasks, null);

        assertThat(left.seconds()).as("The other holds the slot").isEqualTo(24);
        assertThat(new Schedule(2, 0, Task::weight).of(tasks, null).stages())
                .containsEntry(TaskKind.VIDEO, 10L)
                .containsEntry(TaskKind.AUDIO, 15L);
    }

    @Test
    void slotsBetweenTwoTasksAreAtWork() {
        assertThat(new Slots(1.7, 2).stretch()).isEqualTo(1);
        assertThat(new Slots(1.64, 2).stretch()).as("It does not leap").isBetween(1.0, 1.02);
        assertThat(new Slots(1, 2).stretch()).as("One works for others").isEqualTo(2);
    }

    private static List<Task> chunks(long place, double... seconds) {
        var tasks = new ArrayList<Task>();
        Arrays.stream(seconds)
                .forEach(weight -> tasks.add(task(TaskKind.VIDEO, TaskState.READY, place + tasks.size(), weight)));
        return tasks;
    }

    private static Task task(TaskKind kind, TaskState state, long place, double weight) {
        return Task.of(INGEST, state, new TaskOrder(kind, kind + "-" + place, place, weight, Map.of()));
    }
}
