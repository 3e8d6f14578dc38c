package org.reelmill.pipeline.job;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;

/// The pages that jobs could not use, each with its reason.
final class SkippedPages {

    private final MongoOperations mongo;

    SkippedPages(MongoOperations mongo) {
        this.mongo = mongo;
    }

    void add(long jobInstance, URI page, String reason) {
        mongo.save(new SkippedPage(jobInstance + " " + page, jobInstance, page.toString(), reason, Instant.now()));
    }

    List<JobView.SkippedView> of(long jobInstance) {
        return mongo.find(query(where("jobInstance").is(jobInstance)).cursorBatchSize(500), SkippedPage.class).stream()
                .map(skipped -> new JobView.SkippedView(skipped.page, skipped.reason))
                .toList();
    }

    void clear(long jobInstance) {
        mongo.remove(query(where("jobInstance").is(jobInstance)), SkippedPage.class);
    }

    /// A page that a job could not use.
    @Document("skippedPages")
    record SkippedPage(@Id String id, long jobInstance, String page, String reason, Instant at) {}
}
