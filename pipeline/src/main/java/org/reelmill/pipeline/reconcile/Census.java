package org.reelmill.pipeline.reconcile;

import static org.springframework.data.mongodb.core.aggregation.Aggregation.group;
import static org.springframework.data.mongodb.core.aggregation.Aggregation.newAggregation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.reelmill.health.PartWatch;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.MongoOperations;

/// Counts what there is for an operator's metrics: titles, ingests and tasks by state, tickets that wait,
/// dead letters, expired leases. Counts only when somebody reads the figures, at most every ten seconds and
/// in the background, so that reading never waits for the store. Thread-safe.
final class Census implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(Census.class);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final MongoOperations mongo;
    private final TicketQueue tickets;
    private final AtomicLong expired = new AtomicLong();
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Map<String, Long> figures = Map.of();
    private volatile long countedAt = System.nanoTime() - FRESH.toNanos();

    Census(MongoOperations mongo, TicketQueue tickets) {
        this.mongo = mongo;
        this.tickets = tickets;
    }

    /// Adds leases that were taken from workers that gave no sign of life.
    void expired(int leases) {
        expired.addAndGet(leases);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, "titles", "state", TitleState.values());
        bind(registry, "ingests", "state", IngestState.values());
        bind(registry, "tasks", "state", TaskState.values());
        bind(registry, "tickets", "class", TicketClass.values());
        Gauge.builder("reelmill.dead.letters", () -> value("dead-letters"))
                .description("Messages that are no tickets of this version")
                .register(registry);
        FunctionCounter.builder("reelmill.leases.expired", expired, AtomicLong::get)
                .description("Leases taken from workers that gave no sign of life")
                .register(registry);
    }

    private void bind(MeterRegistry registry, String what, String tag, Enum<?>[] values) {
        for (Enum<?> value : values) {
            Gauge.builder("reelmill." + what, () -> value(what + value.name()))
                    .description("How many " + what + " there are")
                    .tag(tag, value.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /// Not a number until the first count.
    private double value(String name) {
        if (System.nanoTime() - countedAt > FRESH.toNanos() && counting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("census").start(this::count);
        }
        Map<String, Long> last = figures;
        return last.isEmpty() ? Double.NaN : last.getOrDefault(name, 0L);
    }

    private void count() {
        try {
            var counted = new HashMap<String, Long>();
            count("titles", Title.class, counted);
            count("ingests", Ingest.class, counted);
            count("tasks", Task.class, counted);
            for (TicketClass ticketClass : TicketClass.values()) {
                counted.put("tickets" + ticketClass.name(), tickets.waiting(ticketClass));
            }
            counted.put("dead-letters", tickets.deadLetters());
            figures = counted;
        } catch (RuntimeException away) {
            log.debug("Did not count: {}", PartWatch.reason(away));
            figures = Map.of(); // No figure rather than an old one.
        } finally {
            countedAt = System.nanoTime();
            counting.set(false);
        }
    }

    private void count(String what, Class<?> type, Map<String, Long> counted) {
        var byState = newAggregation(type, group("state").count().as("number"));
        mongo.aggregate(byState, type, Document.class)
                .forEach(found -> counted.put(
                        what + found.get("_id"),
                        found.get("number", Number.class).longValue()));
    }
}
