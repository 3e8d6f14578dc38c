package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void oneCommitCoversAllThatWait() throws Exception {
        var commits = new AtomicInteger();
        var firstBegan = new CountDownLatch(1);
        var firstMayCommit = new CountDownLatch(1);
        var written = new AtomicInteger();
        var group = new GroupCommit(commits::incrementAndGet);
        var slow = Thread.ofPlatform()
                .start(() -> group.write(() -> {
                    firstBegan.countDown();
                    return awaitIn(firstMayCommit);
                }));
        firstBegan.await(); // A writer before it would be committed at once and wait for nothing.

        // These write beside the slow one; their commit cannot begin before it has ended.
        var writers = IntStream.range(0, 8)
                .mapToObj(n -> Thread.ofPlatform().start(() -> group.write(written::incrementAndGet)))
                .toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> writers.stream().allMatch(GroupCommitTest::waits));
        assertThat(commits).hasValue(0);
        firstMayCommit.countDown();
        slow.join();
        for (var writer : writers) {
            writer.join();
        }

        // One for those that had written when the committer came, at most one more for those behind it.
        assertThat(written).hasValue(8);
        assertThat(commits.get()).isBetween(1, 2);
    }

    @Test
    void aWriteThatThrowsIsCommittedBeforeItIsAnswered() {
        var commits = new AtomicInteger();
        var group = new GroupCommit(commits::incrementAndGet);

        assertThatThrownBy(() -> group.write(() -> {
                    throw new IllegalStateException("duplicate key");
                }))
                .hasMessage("duplicate key");

        assertThat(commits).hasValue(1);
    }

    @Test
    void aFailedCommitReachesTheWriter() {
        var group = new GroupCommit(() -> {
            throw new IllegalStateException("disk full");
        });

        assertThatThrownBy(() -> group.write(() -> 1)).hasMessage("disk full");
        assertThatThrownBy(() -> group.alone(() -> 1)).hasMessage("disk full");
        assertThatThrownBy(() -> group.write(() -> 1)).hasMessage("disk full");
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static int awaitIn(CountDownLatch latch) {
        try {
            latch.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
