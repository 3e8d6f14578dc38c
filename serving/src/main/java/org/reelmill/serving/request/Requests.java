package org.reelmill.serving.request;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/// The requests. Of all who ask for the same at the same instant one makes the request, and the others
/// subscribe to it: a unique key decides. Every change of state goes through [#move].
@Component
final class Requests {

    private static final FindAndModifyOptions AFTER =
            FindAndModifyOptions.options().returnNew(true);

    private final MongoOperations mongo;

    Requests(MongoOperations mongo) {
        this.mongo = mongo;
        mongo.indexOps(Request.class)
                .createIndex(new Index("openFor", Sort.Direction.ASC).unique().sparse());
    }

    Optional<Request> find(String id) {
        return Optional.ofNullable(mongo.findById(id, Request.class));
    }

    /// @return false if there is an open request for the same already
    boolean add(Request request) {
        try {
            mongo.insert(request);
            return true;
        } catch (DuplicateKeyException alreadyThere) {
            return false;
        }
    }

    /// Subscribes a caller to the open request for something, if there is one.
    Optional<Request> subscribe(String openFor, String subscriber) {
        return Optional.ofNullable(mongo.findAndModify(
                query(where("openFor").is(openFor)),
                new Update().addToSet("subscribers", subscriber),
                AFTER,
                Request.class));
    }

    /// Ends a caller's own subscription.
    ///
    /// @return the request without it; empty if the caller had none
    Optional<Request> unsubscribe(String id, String subscriber) {
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id").is(id).and("subscribers").is(subscriber)),
                new Update().pull("subscribers", subscriber),
                AFTER,
                Request.class));
    }

    /// Cancels a request that nobody waits for, unless somebody has subscribed meanwhile.
    void cancelIfAlone(String id) {
        mongo.updateFirst(
                query(where("_id")
                        .is(id)
                        .and("subscribers")
                        .size(0)
                        .and("state")
                        .in(before(RequestState.CANCELLED))),
                ending(RequestState.CANCELLED),
                Request.class);
    }

    /// Moves a request to another state where the table of states allows it.
    Optional<Request> move(String id, RequestState to) {
        Update update = to.isOpen() ? new Update().set("state", to) : ending(to);
        return Optional.ofNullable(mongo.findAndModify(
                query(where("_id").is(id).and("state").in(before(to))), update, AFTER, Request.class));
    }

    /// Gives an UNMATCHED request its title.
    ///
    /// @return the request, PENDING; empty if it is not UNMATCHED
    Optional<Request> resolve(String id, String movie) {
        var unmatched = query(where("_id").is(id).and("state").is(RequestState.UNMATCHED));
        try {
            return Optional.ofNullable(mongo.findAndModify(
                    unmatched, resolution(movie).set("openFor", forMovie(movie)), AFTER, Request.class));
        } catch (DuplicateKeyException askedForById) {
            // Goes on beside the one that was made for the title; both wait for the same ingest.
            return Optional.ofNullable(
                    mongo.findAndModify(unmatched, resolution(movie).unset("openFor"), AFTER, Request.class));
        }
    }

    List<Request> inState(RequestState state) {
        return mongo.find(query(where("state").is(state)).cursorBatchSize(500), Request.class);
    }

    /// Forgets requests that were closed before a time.
    void removeEnded(Instant before) {
        mongo.remove(query(where("endedAt").lt(before)), Request.class);
    }

    /// Oldest first.
    List<Request> oldestIn(RequestState state, int most) {
        return mongo.find(
                query(where("state").is(state))
                        .with(Sort.by("createdAt", "_id"))
                        .limit(most),
                Request.class);
    }

    /// What the open request for a title is known by.
    static String forMovie(String movie) {
        return "movie:" + movie;
    }

    /// What the open request for words is known by.
    static String forWords(String folded) {
        return "words:" + folded;
    }

    private static Update resolution(String movie) {
        return new Update().set("movie", movie).set("state", RequestState.PENDING);
    }

    private static Update ending(RequestState end) {
        return new Update().set("state", end).set("endedAt", Instant.now()).unset("openFor");
    }

    private static List<RequestState> before(RequestState to) {
        return Stream.of(RequestState.values())
                .filter(state -> state.mayBecome(to))
                .toList();
    }
}
