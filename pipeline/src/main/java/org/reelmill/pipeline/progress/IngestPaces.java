package org.reelmill.pipeline.progress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;

/// How fast the ingests under way go. Reconcile looks at each now and then; whoever asks looks too. It is
/// kept in memory: after a start of this process, it is learned anew within seconds. Thread-safe.
public final class IngestPaces {

    private static final int KEPT = 500;

    private final LongSupplier nanoTime;
    private final Map<String, IngestPace> paces = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, IngestPace> eldest) {
            return size() > KEPT;
        }
    };

    /// @param nanoTime a clock that only runs forward
    public IngestPaces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Learns from an ingest's tasks as they are now.
    ///
    /// @return how long it will still take
    public synchronized TimeLeft look(Ingest ingest, List<Task> tasks) {
        if (!ingest.state().isActive()) {
            paces.remove(ingest.id());
            return TimeLeft.UNKNOWN;
        }
        var pace = paces.computeIfAbsent(ingest.id(), first -> new IngestPace());
        pace.add(Look.at(nanoTime.getAsLong(), tasks));
        return pace.left();
    }
}
