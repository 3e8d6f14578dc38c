package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// The tasks of all ingests under way, with their leases. Each step is one conditional update of one
/// document, so of many who race for it one wins; no clock is compared between machines. A lease is fenced by
/// owner and attempt.
public final class Tasks {

    private static final List<TaskState> ENDED = List.of(TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED);

    /// Written or read with their results by one command: a long film has thousands of them.
    private static final int AT_ONCE = 100;

    private final MongoOperations mongo;
    private final Claims claims;
    private final Followers followers;

    public Tasks(MongoOperations mongo) {
        this.mongo = mongo;
        this.claims = new Claims(mongo);
        this.followers = new Followers(mongo);
    }

    public Optional<Task> find(String id) {
        return Optional.ofNullable(mongo.findById(id, Task.class));
    }

    /// Stores the tasks that are not there yet, by id.
    public void add(List<Task> tasks) {
        for (int from = 0; from < tasks.size(); from += AT_ONCE) {
            addAtOnce(tasks.subList(from, Math.min(from + AT_ONCE, tasks.size())));
        }
    }

    private void addAtOnce(List<Task> tasks) {
        try {
            mongo.insert(tasks, Task.class);
        } catch (DuplicateKeyException someAreThere) {
            tasks.forEach(this::add);
        }
    }

    private void add(Task task) {
        try {
            mongo.insert(task);
        } catch (DuplicateKeyException alreadyThere) {
            return; // A second run of the same plan: the first one's task stands.
        }
    }

    /// Of one ingest, in plan order.
    public List<Task> ofIngest(String ingest) {
        return mongo.find(
                query(where("ingest").is(ingest)).with(Sort.by("order", "_id")).cursorBatchSize(500), Task.class);
    }

    /// The results of those tasks of an ingest that have the first of these fields, and these fields of them
    /// alone. They are read a few at a time, until the stream is closed.
    public Stream<Map<String, Object>> results(String ingest, List<String> fields) {
        List<String> names = fields.stream().map(field -> "result." + field).toList();
        Query having = query(where("ingest").is(ingest).and(names.getFirst()).exists(true));
        having.cursorBatchSize(AT_ONCE).fields().include(names);
        return mongo.stream(having, Result.class, mongo.getCollectionName(Task.class))
                .map(Result::result);
    }

    public List<Task> inState(TaskState state) {
        return mongo.find(query(where("state").is(state)).cursorBatchSize(500), Task.class);
    }

    /// Leases the best READY task of a class: by priority, then by place in the plan, so that titles take
    /// turns. None of an ingest that is paused.
    ///
    /// @param encoder fingerprint of the worker's encoder; tasks whose work asks for another are left
    public Optional<Task> claim(String ticketClass, String owner, String encoder) {
        return claims.best(ticketClass, owner, encoder);
    }

    /// Renews a lease by counting up.
    ///
    /// @param progress 0 … 1
    /// @return false if the lease is lost (expired, cancelled, paused): stop the work at once
    public boolean beat(Task lease, double progress) {
        return update(lease, new Update().inc("beat", 1).set("progress", progress));
    }

    /// Whether a lease still is what it was; counts nothing up.
    public boolean isHeld(Task lease) {
        return mongo.exists(held(lease, where("_id").is(lease.id())), Task.class);
    }

    /// Adds to the result of a lease while it goes on, e.g. a segment that is written; what is there already
    /// is not added again, so that a call whose answer got lost can be repeated.
    ///
    /// @return false if the lease is lost
    public boolean push(Task lease, String list, Object item) {
        return update(lease, new Update().inc("beat", 1).addToSet("result." + list, item));
    }

    /// Ends a lease with its result. A call whose answer got lost can be repeated.
    ///
    /// @return false if the lease was lost before: the work is void
    public boolean finish(Task lease, Map<String, Object> result) {
        var done = new Update().set("state", TaskState.DONE).set("progress", 1.0);
        result.forEach((field, value) -> done.set("result." + field, value));
        return update(lease, done) || isFinished(lease);
    }

    /// By this very lease, since no other has its owner and attempt.
    private boolean isFinished(Task lease) {
        return mongo.exists(
                query(where("_id")
                        .is(lease.id())
                        .and("state")
                        .is(TaskState.DONE)
                        .and("owner")
                        .is(lease.owner())
                        .and("attempt")
                        .is(lease.attempt())),
                Task.class);
    }

    /// Ends a lease without blame, so that any worker can take the task: at shutdown, or where this worker
    /// may not do it.
    public boolean giveBack(Task lease) {
        return update(lease, new Update().set("state", TaskState.READY).set("progress", 0.0));
    }

    /// Notes that an attempt failed. The lease goes on: its owner gives the task back after a rest.
    public boolean note(Task lease, Failure failure) {
        return update(lease, new Update().inc("beat", 1).set("progress", 0.0).push("failures", failure));
    }

    /// Ends a lease with a failure for good.
    public boolean fail(Task lease, Failure failure) {
        return update(lease, new Update().set("state", TaskState.FAILED).push("failures", failure));
    }

    /// Ends the lease of a task that has to wait for others once more, and keeps why.
    public boolean setBack(Task lease, Failure failure) {
        var waiting = new Update().set("state", TaskState.WAITING).set("progress", 0.0);
        return update(lease, waiting.push("failures", failure));
    }

    /// Makes tasks READY whose results are no good. Their next attempts begin from nothing.
    ///
    /// @return how many
    public long redo(List<String> ids) {
        return mongo.updateMulti(
                        query(where("_id").in(ids).and("state").is(TaskState.DONE)),
                        new Update()
                                .set("state", TaskState.READY)
                                .set("progress", 0.0)
                                .set("result", Map.of()),
                        Task.class)
                .getModifiedCount();
    }

    /// Expires a lease whose beat stood still since it was seen, and notes that the task lost its worker.
    ///
    /// @return false if it has moved on
    public boolean expire(Task seen) {
        return mongo.updateFirst(
                                held(
                                        seen,
                                        where("_id").is(seen.id()).and("beat").is(seen.beat())),
                                new Update()
                                        .set("state", TaskState.READY)
                                        .set("progress", 0.0)
                                        .push(
                                                "failures",
                                                new Failure(Task.LEASE_LOST, "Its worker died.", seen.owner())),
                                Task.class)
                        .getModifiedCount()
                == 1;
    }

    /// Gives back all leases of owners that begin with this name but are not this owner: those of the same
    /// worker's earlier process, which is known to be dead.
    ///
    /// @return the tasks that are READY again; each needs a ticket
    public List<Task> giveBackOfEarlier(String worker, String owner) {
        return inState(TaskState.LEASED).stream()
                .filter(task -> task.owner() != null
                        && task.owner().startsWith(worker + "/")
                        && !task.owner().equals(owner))
                .filter(this::expire)
                .toList();
    }

    /// Makes the FINISH task READY once all other tasks of its ingest are DONE.
    ///
    /// @return whether this call did it: of many, exactly one
    public boolean readyToFinish(String ingest) {
        return followers.readyToFinish(ingest);
    }

    /// Makes those WAITING tasks of an ingest READY that follow others which are DONE.
    ///
    /// @return how many this call made READY; each needs a ticket
    public int readyToFollow(String ingest) {
        return followers.readyToFollow(ingest);
    }

    /// Puts the unfinished tasks of an ingest into another class; fetching only gets the other priority.
    public void reclass(String ingest, String ticketClass, int priority) {
        mongo.updateMulti(
                query(where("ingest").is(ingest).and("kind").is(TaskKind.FILL)),
                new Update().set("priority", priority),
                Task.class);
        mongo.updateMulti(
                query(where("ingest")
                        .is(ingest)
                        .and("kind")
                        .ne(TaskKind.FILL)
                        .and("state")
                        .in(TaskState.WAITING, TaskState.READY, TaskState.LEASED)),
                new Update().set("ticketClass", ticketClass).set("priority", priority),
                Task.class);
    }

    /// Lets the tasks of an ingest that FAILED be done, but for those that are DONE; as if they had never
    /// failed. What sound and text have listed stays. OPEN is done again in any case: it finds its plan, and
    /// makes what is missing.
    public void redrive(String ingest) {
        Criteria ofIngest = where("ingest").is(ingest);
        var again = new Update().set("progress", 0.0).set("failures", List.of());
        var ended = List.of(TaskState.FAILED, TaskState.CANCELLED);
        mongo.updateMulti(
                query(ofIngest.and("state")
                        .in(ended)
                        .orOperator(
                                where("kind").is(TaskKind.FINISH),
                                where("work." + Task.AFTER).exists(true))),
                again.set("state", TaskState.WAITING),
                Task.class);
        mongo.updateMulti(
                query(where("ingest")
                        .is(ingest)
                        .orOperator(where("state").in(ended), where("kind").is(TaskKind.OPEN))),
                again.set("state", TaskState.READY),
                Task.class);
    }

    /// Cancels all unfinished tasks of an ingest; their owners learn it at the next beat.
    public void cancel(String ingest) {
        mongo.updateMulti(
                query(where("ingest").is(ingest).and("state").in(TaskState.WAITING, TaskState.READY, TaskState.LEASED)),
                new Update().set("state", TaskState.CANCELLED),
                Task.class);
    }

    /// Removes the tasks of an ingest that has ended, but for repairs; the hot collection stays small.
    public void remove(String ingest) {
        mongo.remove(query(where("ingest").is(ingest).and("kind").ne(TaskKind.REPAIR)), Task.class);
    }

    /// Removes one task if it has ended, well or not, so that it can be added again.
    public void removeEnded(String id) {
        mongo.remove(query(where("_id").is(id).and("state").in(ENDED)), Task.class);
    }

    /// Removes repairs that have ended and were left by a worker that died.
    public void removeEndedRepairs() {
        mongo.remove(query(where("kind").is(TaskKind.REPAIR).and("state").in(ENDED)), Task.class);
    }

    private boolean update(Task lease, Update update) {
        return mongo.updateFirst(held(lease, where("_id").is(lease.id())), update, Task.class)
                        .getMatchedCount()
                == 1;
    }

    private static Query held(Task lease, Criteria criteria) {
        return query(criteria.and("state")
                .is(TaskState.LEASED)
                .and("owner")
                .is(lease.owner())
                .and("attempt")
                .is(lease.attempt()));
    }

    /// Part of a [Task].
    private record Result(@Id String id, Map<String, Object> result) {}
}
