package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/// Makes the tasks READY that wait for others. It is asked after every task of a film, which may have
/// thousands, so it reads none but those that wait, and at most one of those that they wait for. Thread-safe.
final class Followers {

    /// Behind all that a task's name is made of.
    private static final char LAST = '\uffff';

    private final MongoOperations mongo;

    Followers(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// See [Tasks#readyToFinish].
    boolean readyToFinish(String ingest) {
        // It is stored behind all others. So if it is seen here, those that are not DONE are seen as well.
        if (!mongo.exists(query(finish(ingest)), Task.class)) {
            return false;
        }
        Criteria undone = where("ingest")
                .is(ingest)
                .and("kind")
                .ne(TaskKind.FINISH)
                .and("state")
                .ne(TaskState.DONE);
        return !mongo.exists(query(undone), Task.class) && isReadied(finish(ingest));
    }

    /// See [Tasks#readyToFollow].
    int readyToFollow(String ingest) {
        Criteria waiting = where("ingest")
                .is(ingest)
                .and("state")
                .is(TaskState.WAITING)
                .and("work." + Task.AFTER)
                .exists(true);
        int ready = 0;
        for (Task task : mongo.find(query(waiting), Task.class)) {
            if (!mongo.exists(query(undoneBefore(task)), Task.class)
                    && isReadied(where("_id").is(task.id()).and("state").is(TaskState.WAITING))) {
                ready++;
            }
        }
        return ready;
    }

    private static Criteria undoneBefore(Task task) {
        String names = task.ingest() + "-" + task.work().get(Task.AFTER);
        return where("_id").gte(names).lt(names + LAST).and("state").ne(TaskState.DONE);
    }

    private static Criteria finish(String ingest) {
        return where("ingest")
                .is(ingest)
                .and("kind")
                .is(TaskKind.FINISH)
                .and("state")
                .is(TaskState.WAITING);
    }

    private boolean isReadied(Criteria waiting) {
        return mongo.updateFirst(query(waiting), new Update().set("state", TaskState.READY), Task.class)
                        .getModifiedCount()
                == 1;
    }
}
