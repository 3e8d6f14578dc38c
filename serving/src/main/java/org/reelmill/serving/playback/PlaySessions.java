package org.reelmill.serving.playback;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/// The play sessions. Their ids are secrets of the players that have them.
@Component
final class PlaySessions {

    private static final FindAndModifyOptions AFTER =
            FindAndModifyOptions.options().returnNew(true);

    private final MongoOperations mongo;

    PlaySessions(MongoOperations mongo) {
        this.mongo = mongo;
    }

    void add(PlaySession session) {
        mongo.insert(session);
    }

    Optional<PlaySession> find(String id) {
        return Optional.ofNullable(mongo.findById(id, PlaySession.class));
    }

    /// Counts a heartbeat.
    ///
    /// @return empty if there is no such session, or it has ended
    Optional<PlaySession> beat(String id) {
        return change(id, new Update().inc("heartbeats", 1).set("lastHeartbeat", Instant.now()));
    }

    /// @return empty if there is no such session, or it has ended before
    Optional<PlaySession> end(String id) {
        return change(id, new Update().set("endedAt", Instant.now()));
    }

    /// Ends a session for a reason that its viewer is told; one that has ended already as well.
    void deny(String id, String reason) {
        var denied = new Update().set("endedAt", Instant.now()).set("denied", reason);
        mongo.updateFirst(query(where("_id").is(id)), denied, PlaySession.class);
    }

    /// Forgets sessions whose tokens have expired.
    void removeExpired(Instant before) {
        mongo.remove(query(where("expiresAt").lt(before)), PlaySession.class);
    }

    private Optional<PlaySession> change(String id, Update update) {
        var going = query(where("_id").is(id).and("endedAt").is(null));
        return Optional.ofNullable(mongo.findAndModify(going, update, AFTER, PlaySession.class));
    }
}
