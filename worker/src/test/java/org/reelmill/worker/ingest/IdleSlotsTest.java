package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.worker.ingest.Plans.Planned;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;
import org.reelmill.worker.probe.VideoStream;

/// Works off the chunks of a film in thought, in the order in which slots claim them, and adds up for how
/// long slots find nothing more to do while others are at the last chunks.
class IdleSlotsTest {

    private static final Rational RATE = new Rational(25, 1);
    /// What a slot gets done, in a task's weight: megapixels.
    private static final double PER_SECOND = 70;
    /// Of a process and of an upload, for each chunk.
    private static final double START_SECONDS = 0.4;

    @ParameterizedTest
    // Percent of the slots' time. Before there were small tails, the first six were 2.5 9.4 15.0, 0.03 0.3 1.1.
    @CsvSource({
        "  180, NOBODY, 2, 2.0", "  180, NOBODY, 4, 4.0", "  180, NOBODY, 8, 8.0",
        " 5400, NOBODY, 2, 0.1", " 5400, NOBODY, 4, 0.3", " 5400, NOBODY, 8, 0.5",
        "  180, SOMEBODY, 2, 2.0", "  180, SOMEBODY, 4, 4.0", "  180, SOMEBODY, 8, 8.0",
        " 5400, SOMEBODY, 2, 0.1", " 5400, SOMEBODY, 4, 0.3", " 5400, SOMEBODY, 8, 0.5",
    })
    void slotsHardlyIdleAtTheEnd(int seconds, Waiting waiting, int slots, double mostPercent) {
        double idle = 0;
        double all = 0;
        for (int more = 0; more < 12; more++) { // The end may fall anywhere into a chunk.
            var free = new PriorityQueue<Double>(List.of());
            for (int slot = 0; slot < slots; slot++) {
                free.add(0.0);
            }
            for (TaskOrder chunk : chunks(plan(seconds + more, waiting))) {
                free.add(free.remove() + START_SECONDS + chunk.weight() / PER_SECOND);
            }
            double end = free.stream().max(Comparator.naturalOrder()).orElseThrow();
            idle += free.stream().mapToDouble(last -> end - last).sum();
            all += end * slots;
        }
        assertThat(100 * idle / all).isLessThan(mostPercent);
    }

    @Test
    void whatIsWatchedFirstIsEncodedFirst() {
        var plan = plan(180, Waiting.SOMEBODY);

        var first = chunks(plan).stream()
                .filter(chunk -> chunk.place() < Task.PLACES_PER_SET)
                .toList();

        assertThat(plan.sets()).hasSize(2);
        assertThat(first).hasSameSizeAs(plan.chunks());
        assertThat(first).extracting(IdleSlotsTest::number).isSorted();
        assertThat(chunks(plan(180, Waiting.NOBODY)))
                .as("Somebody may come")
                .extracting(IdleSlotsTest::number)
                .isSorted();
    }

    @Test
    void whatNobodyCanWatchYetGoesLongestFirst() {
        var later = chunks(plan(180, Waiting.SOMEBODY)).stream()
                .filter(chunk -> chunk.place() >= Task.PLACES_PER_SET)
                .toList();

        assertThat(later).extracting(TaskOrder::weight).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(later).extracting(TaskOrder::place).doesNotHaveDuplicates();
    }

    private static int number(TaskOrder chunk) {
        return Integer.parseInt(String.valueOf(chunk.work().get(TaskOrders.CHUNK)));
    }

    /// In the order in which they are claimed.
    private static List<TaskOrder> chunks(IngestPlan plan) {
        return TaskOrders.of(new Planned(plan, "encoder")).stream()
                .filter(order -> order.kind() == TaskKind.VIDEO)
                .toList();
    }

    private static IngestPlan plan(int seconds, Waiting waiting) {
        long frames = seconds * 25L;
        var timing = new FrameTiming(Duration.ZERO, RATE.duration(frames - 1), RATE, FrameTiming.Rhythm.CONSTANT);
        var video = new VideoStream(
                0,
                "h264",
                1920,
                1080,
                new Rational(1, 1),
                0,
                "yuv420p",
                RATE,
                RATE,
                frames,
                new VideoStream.Colour(null, null, null, null),
                VideoStream.Scan.PROGRESSIVE,
                null,
                true,
                timing);
        var media = new MediaInfo(
                "mov",
                MediaInfo.Index.PRESENT,
                RATE.duration(frames),
                Duration.ZERO,
                List.of(video),
                List.of(),
                List.of(),
                List.of());
        return new Planner(new EncodeSpeed(140e6)).plan(media, Ladder.usual(), waiting);
    }
}
