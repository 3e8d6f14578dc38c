package org.reelmill.pipeline.progress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;

/// How fast the ingests under way go. Reconcile looks at each now and then; whoever asks looks too. It is
/// kept in memory: after a start of this process, it is learned anew within seconds. Thread-safe.
public final class IngestPaces {

    private static final int KEPT = 500;
    /// Of slots, after which what all ingests have shown fades.
    private static final double MEMORY_SECONDS = 600;
    /// Looks that are further apart are not of the same moment.
    private static final long AT_ONCE = Duration.ofSeconds(1).toNanos();
    /// After which a look says nothing any more.
    private static final long STALE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Pace machines = new Pace(MEMORY_SECONDS);
    private final Map<String, Followed> followed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Followed> eldest) {
            return size() > KEPT;
        }
    };
    private int most;
    private long mostAt;

    /// @param nanoTime a clock that only runs forward
    public IngestPaces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Learns from an ingest's tasks as they are now.
    ///
    /// @return how long it will still take
    public synchronized TimeLeft look(Ingest ingest, List<Task> tasks) {
        if (!ingest.state().isActive()) {
            followed.remove(ingest.id());
            return TimeLeft.UNKNOWN;
        }
        long now = nanoTime.getAsLong();
        Followed before = followed.get(ingest.id());
        IngestPace pace = before == null ? new IngestPace(machines) : before.pace;
        var look = Look.at(now, tasks);
        pace.add(look);
        followed.put(ingest.id(), new Followed(ingest, pace, null));
        count(now);
        TimeLeft left = left(ingest, tasks, pace, look);
        Long seconds = left.seconds();
        Long end = seconds == null ? null : now + Duration.ofSeconds(seconds).toNanos();
        followed.put(ingest.id(), new Followed(ingest, pace, end));
        return left;
    }

    /// Learns nothing from an ingest that is paused: how long that lasts, nobody knows.
    public synchronized TimeLeft rest(Ingest ingest) {
        Followed resting = followed.remove(ingest.id());
        if (resting != null) {
            resting.pace.rest();
            followed.put(ingest.id(), new Followed(ingest, resting.pace, null));
        }
        return TimeLeft.UNKNOWN;
    }

    /// Of the batch, a film has all slots as soon as those before it have no use for them.
    private TimeLeft left(Ingest ingest, List<Task> tasks, IngestPace pace, Look look) {
        boolean isBatch = ingest.ticketClass().equals(TicketClass.BATCH.id());
        if (!isBatch || most == 0 || pace.isSettled()) {
            return pace.left(tasks, pace.slots(), 0);
        }
        if (look.encoding() > 0) {
            return pace.left(tasks, Slots.all(Math.max(most, look.encoding())), 0);
        }
        double start = 0;
        for (Followed other : followed.values()) {
            if (other.goesBefore(ingest, look.nanos())) {
                if (other.end == null) {
                    return TimeLeft.UNKNOWN;
                }
                start = Math.max(start, (other.end - look.nanos()) / 1e9);
            }
        }
        return look.ready() > 0 && start > 0 ? pace.left(tasks, Slots.all(most), start) : TimeLeft.UNKNOWN;
    }

    /// The slots that were at work at once lately, over all ingests.
    private void count(long now) {
        int working = 0;
        for (Followed one : followed.values()) {
            Look last = one.pace.last();
            if (last != null && now - last.nanos() < AT_ONCE) {
                working += last.encoding();
            }
        }
        if (working >= most || now - mostAt > STALE) {
            most = working;
            mostAt = now;
        }
    }

    /// @param end when it is expected to be done, on this process's clock; `null` where that cannot be told
    private record Followed(
            Ingest ingest, IngestPace pace, @Nullable Long end) {

        /// Whether no slot begins a task of the other film before this one lacks tasks.
        boolean goesBefore(Ingest other, long now) {
            Look last = pace.last();
            if (ingest.id().equals(other.id()) || last == null || now - last.nanos() > STALE) {
                return false;
            }
            if (!ingest.ticketClass().equals(other.ticketClass())) {
                return !ingest.ticketClass().equals(TicketClass.BATCH.id());
            }
            return ingest.priority() != other.priority()
                    ? ingest.priority() > other.priority()
                    : ingest.queuedAt().isBefore(other.queuedAt());
        }
    }
}
