package org.reelmill.pipeline.takedown;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.reelmill.signing.Denial;
import org.reelmill.signing.DenialList;
import org.reelmill.signing.PlayToken;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpStatus;

/// Takes titles down: from the moment that the title says so nobody gets a grant; then its ingests end, edges
/// refuse the tokens that are out, and its objects are deleted. At last the title loses what it could be
/// played by: as long as it has that, [#look] does the rest again, so that a crash anywhere costs nothing.
final class Takedowns {

    private static final Logger log = LoggerFactory.getLogger(Takedowns.class);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final Titles titles;
    private final Sources sources;
    private final Ingests ingests;
    private final Tasks tasks;
    private final Publications publications;
    private final DenialList denials;
    private final ObjectStore store;
    private final MongoOperations mongo;

    Takedowns(
            Titles titles,
            Sources sources,
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            DenialList denials,
            ObjectStore store,
            MongoOperations mongo) {
        this.titles = titles;
        this.sources = sources;
        this.ingests = ingests;
        this.tasks = tasks;
        this.publications = publications;
        this.denials = denials;
        this.store = store;
        this.mongo = mongo;
    }

    /// Takes a title down; where it is down already, sees to it that nothing of it is left.
    ///
    /// @throws Problem 404 if there is no such title
    Takedown takeDown(String id, String reason, String by) {
        Title title = existing(id);
        if (title.state() != TitleState.TAKEN_DOWN) {
            mongo.insert(new Takedown(Ids.next(), id, reason, by, Instant.now(), null, null));
            titles.move(id, TitleState.TAKEN_DOWN, new Update());
            log.info("Title {} was taken down by {}: {}", id, by, reason);
        }
        clear(title);
        return latest(id);
    }

    /// Brings a title back into the catalogue: it can be requested, and is ingested anew.
    ///
    /// @throws Problem 404 if there is no such title, 409 if it is not taken down
    Takedown restore(String id, String by) {
        Title title = existing(id);
        if (title.state() != TitleState.TAKEN_DOWN) {
            throw new Problem(HttpStatus.CONFLICT, "title-not-taken-down", "This title is not taken down.");
        }
        clear(title);
        titles.move(id, TitleState.DISCOVERED, new Update());
        mongo.updateMulti(
                query(where("title").is(id).and("restoredAt").is(null)),
                new Update().set("restoredBy", by).set("restoredAt", Instant.now()),
                Takedown.class);
        log.info("Title {} was restored by {}", id, by);
        return latest(id);
    }

    /// Finishes what a crash cut in two, and what was begun by somebody who had not noticed yet.
    void look() {
        for (Title title : titles.inState(TitleState.TAKEN_DOWN)) {
            if (title.ingest() != null || title.publication() != null) {
                clear(title);
            }
        }
    }

    private void clear(Title title) {
        String id = title.id();
        // A day and more: until the last token that is out has expired.
        Instant until = Instant.now().plus(PlayToken.LONGEST).plus(CLOCKS_DIFFER);
        List<Ingest> all = ingests.ofTitle(id);
        for (Ingest ingest : all) {
            denials.add(new Denial(Denial.Kind.PUBLICATION, ingest.id(), until));
            ingests.move(ingest.id(), IngestState.CANCELLED, new Update().set("endedAt", Instant.now()));
            tasks.cancel(ingest.id());
        }
        store.deleteAll("titles/" + id + "/");
        title.sources().stream()
                .flatMap(source -> sources.find(source).stream())
                // An upload's parts are the only copy, and no viewer can reach them.
                .filter(source -> source.sealedLink() != null)
                .forEach(source -> store.deleteAll(SourceParts.prefix(source.id())));
        all.forEach(ingest -> publications.remove(ingest.id()));
        titles.strip(id);
    }

    private Title existing(String id) {
        return titles.find(id)
                .orElseThrow(() -> Problem.notFound("title-not-found", "There is no title with this id."));
    }

    private Takedown latest(String id) {
        var newest = query(where("title").is(id))
                .with(Sort.by(Sort.Direction.DESC, "at"))
                .limit(1);
        return mongo.find(newest, Takedown.class).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("takedown-not-found", "No takedown of this title is on record."));
    }
}
