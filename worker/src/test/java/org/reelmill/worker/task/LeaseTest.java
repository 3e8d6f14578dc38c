package org.reelmill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.worker.LeaseLost;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.MongoTemplate;

/// A lease whose beat falls between the end that the store has written down and the store's answer.
class LeaseTest extends TaskFixture {

    private static final Runnable NOTHING = () -> {};

    /// Done after the store's next update, before it answers.
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(NOTHING);

    @Test
    void aBeatWhileTheEndIsWrittenDownDoesNotInterruptWhatFollows() {
        Task task = leased();
        var lease = new Lease(new Tasks(slow()), task, Thread.currentThread());
        meanwhile.set(lease::beat);

        lease.finish(Map.of("frames", 48));

        assertThat(Thread.interrupted()).isFalse();
        assertThat(lease.isEnded()).isTrue();
        assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.DONE);
    }

    @Test
    void aLeaseThatWasLostBeforeDoesNotEnd() {
        Task task = leased();
        assertThat(tasks.giveBack(task)).isTrue();
        var lease = new Lease(new Tasks(slow()), task, Thread.currentThread());

        assertThatThrownBy(() -> lease.finish(Map.of())).isInstanceOf(LeaseLost.class);
        assertThat(lease.isLost()).isTrue();
        assertThat(lease.isEnded()).isFalse();
    }

    private Task leased() {
        Ingest ingest = ingest(TicketClass.FETCH);
        add(ingest, TaskKind.FILL, "fill", 0);
        return tasks.claim(TicketClass.FETCH.id(), "w/1", "encoder").orElseThrow();
    }

    private MongoOperations slow() {
        var mongo = new MongoTemplate(client, "reelmill");
        return (MongoOperations) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MongoOperations.class}, (proxy, method, arguments) -> {
                    @Nullable Object answer;
                    try {
                        answer = method.invoke(mongo, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                    if (method.getName().startsWith("update")) {
                        meanwhile.getAndSet(NOTHING).run();
                    }
                    return answer;
                });
    }
}
