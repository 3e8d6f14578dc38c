package org.reelmill.pipeline.job;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.FoundTitle;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;

/// What dry runs have found and did not store as titles.
final class DryRuns {

    private final MongoOperations mongo;

    DryRuns(MongoOperations mongo) {
        this.mongo = mongo;
    }

    void add(long jobInstance, FoundTitle found) {
        String id = jobInstance + " " + found.key();
        mongo.save(new Found(
                id,
                jobInstance,
                found.name(),
                found.year(),
                found.licence().id(),
                found.page().toString()));
    }

    List<JobView.FoundView> of(long jobInstance) {
        return mongo.find(query(where("jobInstance").is(jobInstance)).cursorBatchSize(500), Found.class).stream()
                .map(found -> new JobView.FoundView(found.name, found.year, found.licence, found.page))
                .toList();
    }

    void clear(long jobInstance) {
        mongo.remove(query(where("jobInstance").is(jobInstance)), Found.class);
    }

    /// A film that a dry run has found.
    @Document("dryRuns")
    record Found(
            @Id String id,
            long jobInstance,
            String name,
            @Nullable Integer year,
            String licence,
            String page) {}
}
