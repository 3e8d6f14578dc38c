package org.reelmill.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;

/// Clients that write until the store dies, a memory of what it acknowledged to them, and the comparison of
/// the two.
final class AcknowledgedWrites {

    private static final int RACERS = 3;

    private final Map<String, String> idByKey = new ConcurrentHashMap<>();
    private final Map<String, String> claims = new ConcurrentHashMap<>();
    private final AtomicLong counter = new AtomicLong();
    private final AtomicInteger sequence = new AtomicInteger();

    int count() {
        return idByKey.size() + claims.size() + counter.intValue();
    }

    void prepare(MongoDatabase store, int round) {
        store.getCollection("films").createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        store.getCollection("jobs")
                .insertMany(IntStream.range(0, 1_000)
                        .mapToObj(n -> new Document("_id", round + "-" + n).append("state", "NEW"))
                        .toList());
    }

    /// Seven clients; each ends with the store, or with what it found wrong.
    List<CompletableFuture<Void>> startWriting(MongoClient client) {
        var store = client.getDatabase("reelmill");
        var works = new ArrayList<Runnable>(
                List.of(() -> insert(store), () -> claim(store), () -> claim(store), () -> count(store)));
        var first = sequence.addAndGet(1_000_000);
        IntStream.range(0, RACERS).forEach(racer -> works.add(() -> race(store, first, racer)));
        return works.stream()
                .map(work -> CompletableFuture.runAsync(
                        () -> untilKilled(work), writer -> Thread.ofPlatform().start(writer)))
                .toList();
    }

    private static void untilKilled(Runnable work) {
        try {
            while (true) {
                work.run();
            }
        } catch (MongoException e) {
            // The store was killed: what was in flight counts as not acknowledged.
        }
    }

    private void insert(MongoDatabase store) {
        var number = sequence.incrementAndGet();
        var film = new Document("_id", "film-" + number)
                .append("key", "own-" + number)
                .append("plot", "x".repeat(300));
        store.getCollection("films").insertOne(film);
        idByKey.put("own-" + number, "film-" + number);
    }

    /// All racers try the same keys, of which the unique index lets one win.
    private void race(MongoDatabase store, int first, int racer) {
        for (var number = first; ; number++) {
            var key = "raced-" + number;
            var id = "racer-" + racer + "-" + number;
            try {
                store.getCollection("films").insertOne(new Document("_id", id).append("key", key));
            } catch (MongoWriteException e) {
                assertThat(e.getError().getCode()).isEqualTo(11000);
                continue;
            }
            var earlier = idByKey.put(key, id);
            if (earlier != null) {
                fail("%s was acknowledged to %s and to %s", key, earlier, id);
            }
        }
    }

    private void claim(MongoDatabase store) {
        var taker = "taker-" + sequence.incrementAndGet();
        var job = store.getCollection("jobs")
                .findOneAndUpdate(
                        eq("state", "NEW"), Updates.combine(Updates.set("state", "TAKEN"), Updates.set("by", taker)));
        if (job != null) {
            var earlier = claims.put(job.getString("_id"), taker);
            assertThat(earlier).as("earlier taker of " + job).isNull();
        }
    }

    private void count(MongoDatabase store) {
        var after = store.getCollection("counters")
                .findOneAndUpdate(
                        eq("_id", "views"),
                        Updates.inc("n", 1L),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        counter.set(after == null ? 0 : after.getLong("n"));
    }

    void assertAllKeptBy(MongoDatabase store) {
        var films = store.getCollection("films");
        assertEachFilmIsInItsIndexes(films);
        var kept = new ConcurrentHashMap<String, String>();
        films.find().forEach(film -> kept.put(film.getString("key"), film.getString("_id")));
        assertThat(kept).containsAllEntriesOf(idByKey);

        var takers = new ConcurrentHashMap<String, String>();
        store.getCollection("jobs")
                .find(eq("state", "TAKEN"))
                .forEach(job -> takers.put(job.getString("_id"), job.getString("by")));
        assertThat(takers).containsAllEntriesOf(claims);

        var views = store.getCollection("counters").find(eq("_id", "views")).first();
        assertThat(views == null ? 0L : views.getLong("n")).isGreaterThanOrEqualTo(counter.get());
    }

    /// A half-written command shows as a document that the scan finds and an index does not, or as a key
    /// found twice.
    private static void assertEachFilmIsInItsIndexes(MongoCollection<Document> films) {
        var keys = new HashSet<String>();
        for (var film : films.find()) {
            var id = film.getString("_id");
            var key = film.getString("key");
            assertThat(keys.add(key)).as("only one film has " + key).isTrue();
            assertThat(films.find(eq("_id", id)).first()).as("by _id").isEqualTo(film);
            assertThat(films.find(eq("key", key)).first()).as("by key").isEqualTo(film);
        }
    }
}
