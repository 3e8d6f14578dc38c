package org.reelmill.worker.ingest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.reelmill.title.Task;
import org.reelmill.worker.plan.IngestPlan;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import tools.jackson.databind.json.JsonMapper;

/// The plans of ingests. A plan is made once and never changed, so each worker keeps the latest in memory.
/// Thread-safe.
public final class Plans {

    private static final int KEPT = 32;

    private final MongoOperations mongo;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, Planned> latest = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Planned> eldest) {
            return size() > KEPT;
        }
    });

    public Plans(MongoOperations mongo) {
        this.mongo = mongo;
    }

    Optional<Planned> find(String ingest) {
        Planned known = latest.get(ingest);
        if (known != null) {
            return Optional.of(known);
        }
        return Optional.ofNullable(mongo.findById(ingest, StoredPlan.class)).map(stored -> {
            var planned = new Planned(json.readValue(stored.plan(), IngestPlan.class), stored.encoder());
            latest.put(ingest, planned);
            return planned;
        });
    }

    /// The plan that a task belongs to.
    ///
    /// @throws IllegalStateException if there is none: the task was made without it
    IngestPlan of(Task task) {
        return find(task.ingest())
                .orElseThrow(() -> new IllegalStateException("Ingest " + task.ingest() + " has no plan."))
                .plan();
    }

    /// Stores a plan.
    ///
    /// @return what stands: this, or what was planned before
    Planned add(String ingest, Planned planned) {
        try {
            mongo.insert(new StoredPlan(ingest, planned.encoder(), json.writeValueAsString(planned.plan())));
        } catch (DuplicateKeyException plannedBefore) {
            return find(ingest).orElse(planned);
        }
        latest.put(ingest, planned);
        return planned;
    }

    /// @param encoder fingerprint of the encoder that all its chunks must be made with
    record Planned(IngestPlan plan, String encoder) {}

    @Document("plans")
    record StoredPlan(@Id String id, String encoder, String plan) {}
}
