package org.reelmill.title;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;
import static org.springframework.data.mongodb.core.aggregation.Aggregation.group;
import static org.springframework.data.mongodb.core.aggregation.Aggregation.match;
import static org.springframework.data.mongodb.core.aggregation.Aggregation.newAggregation;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/// Which READY task is leased next; none of what is paused. Thread-safe.
///
/// Films that somebody waits for take turns: the one goes first that has the fewest tasks in hand, then the
/// one whose turn with this worker is longest ago. So a second film has a slot as soon as one is free, and
/// neither waits until the other is done. What a viewer can see next, the first set of rungs, goes before the
/// later sets of all of them. The batch is worked off film by film, the one that was queued first: a film
/// that is READY is worth more than two halves, and fewer sources lie about; where it leaves a slot idle, the
/// next film has it.
final class Claims {

    private static final String INTERACTIVE = "interactive";

    private static final Sort IN_PLAN_ORDER =
            Sort.by(Sort.Order.desc("priority"), Sort.Order.asc("order"), Sort.Order.asc("_id"));

    private static final Sort FILM_BY_FILM = Sort.by(
            Sort.Order.desc("priority"), Sort.Order.asc("since"), Sort.Order.asc("order"), Sort.Order.asc("_id"));

    private static final int KEPT_TURNS = 1000;

    private final MongoOperations mongo;
    private final Pauses pauses;
    private final AtomicLong turn = new AtomicLong();
    private final Map<String, Long> lastTurns = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > KEPT_TURNS;
        }
    });

    Claims(MongoOperations mongo) {
        this.mongo = mongo;
        this.pauses = new Pauses(mongo);
    }

    /// Leases the best task by one conditional update.
    Optional<Task> best(String ticketClass, String owner, String encoder) {
        Set<String> paused = pauses.ingests();
        if (!ticketClass.equals(INTERACTIVE)) {
            return lease(fitting(ticketClass, encoder, paused), FILM_BY_FILM, owner);
        }
        for (Waiting film : inTurn(fitting(ticketClass, encoder, paused))) {
            var ofFilm = fitting(ticketClass, encoder, Set.of()).and("ingest").is(film.ingest());
            Optional<Task> leased = lease(ofFilm, IN_PLAN_ORDER, owner);
            if (leased.isPresent()) { // Else somebody else had its last one.
                lastTurns.put(film.ingest(), turn.incrementAndGet());
                return leased;
            }
        }
        return Optional.empty();
    }

    private static Criteria fitting(String ticketClass, String encoder, Set<String> paused) {
        Criteria fitting = where("state")
                .is(TaskState.READY)
                .and("ticketClass")
                .is(ticketClass)
                .and("work." + Task.ENCODER)
                .in(null, encoder);
        return paused.isEmpty() ? fitting : fitting.and("ingest").nin(paused);
    }

    private Optional<Task> lease(Criteria fitting, Sort bestFirst, String owner) {
        return Optional.ofNullable(mongo.findAndModify(
                query(fitting).with(bestFirst),
                new Update()
                        .set("state", TaskState.LEASED)
                        .set("owner", owner)
                        .set("progress", 0.0)
                        .inc("attempt", 1)
                        .inc("beat", 1),
                FindAndModifyOptions.options().returnNew(true),
                Task.class));
    }

    /// The ingests with READY tasks, the one first whose turn it is.
    private List<Waiting> inTurn(Criteria fitting) {
        var ready = newAggregation(
                Task.class,
                match(fitting),
                group("ingest").max("priority").as("priority").min("order").as("place"));
        List<Waiting> films = mongo.aggregate(ready, Task.class, Waiting.class).getMappedResults();
        if (films.size() < 2) {
            return films;
        }
        Map<String, Integer> inHand =
                mongo.find(query(where("state").is(TaskState.LEASED)).cursorBatchSize(500), Task.class).stream()
                        .collect(Collectors.toMap(Task::ingest, one -> 1, Integer::sum));
        Comparator<Waiting> order = comparing(Waiting::priority, Comparator.reverseOrder());
        return films.stream()
                .sorted(order.thenComparing(comparingLong(film -> film.place() / Task.PLACES_PER_SET))
                        .thenComparing(comparingInt(film -> inHand.getOrDefault(film.ingest(), 0)))
                        .thenComparing(comparingLong(film -> lastTurns.getOrDefault(film.ingest(), 0L)))
                        .thenComparing(Waiting::ingest))
                .toList();
    }

    /// An ingest that has READY tasks.
    ///
    /// @param place in the plan of the first of them
    private record Waiting(@Id String ingest, int priority, long place) {}
}
