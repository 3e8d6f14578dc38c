package org.reelmill.pipeline.catalog;

import java.util.Optional;
import org.springframework.data.mongodb.core.MongoOperations;

/// The versions of pages that were read.
final class PageVersions {

    private final MongoOperations mongo;

    PageVersions(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /// The version read last with this recipe.
    Optional<PageVersion> find(String address, String fingerprint) {
        return Optional.ofNullable(mongo.findById(address, PageVersion.class))
                .filter(version -> version.fingerprint().equals(fingerprint));
    }

    void save(PageVersion version) {
        mongo.save(version);
    }
}
