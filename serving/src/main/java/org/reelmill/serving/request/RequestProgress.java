package org.reelmill.serving.request;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.serving.catalogue.Catalogue;
import org.reelmill.serving.catalogue.ViewerState;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestProgress;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.springframework.stereotype.Component;

/// Shows how far requests are. States are read as they are now; the progress of an ingest, which takes all
/// its tasks, at most once a second, or ten times as long as it took, however many look. Thread-safe.
@Component
final class RequestProgress {

    private static final long FRESH_NANOS = 1_000_000_000;
    private static final int FRESH_PER_READING = 10;
    private static final int KEPT = 500;

    private final Requests requests;
    private final Catalogue catalogue;
    private final Tasks tasks;
    private final Map<String, Reading> readings = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
            return size() > KEPT;
        }
    };

    RequestProgress(Requests requests, Catalogue catalogue, Tasks tasks) {
        this.requests = requests;
        this.catalogue = catalogue;
        this.tasks = tasks;
    }

    /// A request with how far its film is. One whose film has become READY is FULFILLED by that.
    RequestView of(Request request) {
        if (request.movie() == null) {
            return view(request, null);
        }
        Title title = catalogue.title(request.movie());
        Ingest ingest = catalogue.ingest(title).orElse(null);
        ViewerState state = ViewerState.of(title, ingest);
        Request now = state == ViewerState.READY && request.state().mayBecome(RequestState.FULFILLED)
                ? requests.move(request.id(), RequestState.FULFILLED).orElse(request)
                : request;
        Instant pausedAt = catalogue.pausedAt(title, ingest).orElse(null);
        Failure failure = ingest == null ? null : ingest.failure();
        boolean ended = state == ViewerState.REJECTED || state == ViewerState.FAILED;
        String problem = ended && failure != null ? failure.reason() : null;
        return view(now, new Film(state, ingest == null ? null : progress(ingest, state), pausedAt, problem));
    }

    private @Nullable IngestProgress progress(Ingest ingest, ViewerState state) {
        return switch (state) {
            case QUEUED, INGESTING, PLAYABLE -> progress(ingest);
            case READY -> new IngestProgress(1, Map.of());
            case DISCOVERED, WANTED, REJECTED, FAILED, EVICTED, TAKEN_DOWN -> null;
        };
    }

    private IngestProgress progress(Ingest ingest) {
        String key = ingest.id() + ingest.state();
        long start = System.nanoTime();
        synchronized (readings) {
            Reading reading = readings.get(key);
            if (reading != null && start - reading.freshUntil < 0) {
                return reading.progress;
            }
        }
        var progress = IngestProgress.of(ingest, tasks.ofIngest(ingest.id()));
        long now = System.nanoTime();
        synchronized (readings) {
            readings.put(key, new Reading(progress, now + Math.max(FRESH_NANOS, FRESH_PER_READING * (now - start))));
        }
        return progress;
    }

    private static RequestView view(Request request, @Nullable Film film) {
        IngestProgress progress = film == null ? null : film.progress;
        return new RequestView(
                request.id(),
                request.state(),
                request.movie(),
                request.query(),
                request.subscribers().size(),
                film == null ? null : film.state,
                progress == null ? null : rounded(progress.fraction()),
                progress == null ? null : progress.stages(),
                film == null ? null : film.pausedAt,
                film == null ? null : film.problem,
                request.createdAt());
    }

    private static double rounded(double fraction) {
        return Math.round(fraction * 1000) / 1000.0;
    }

    /// What became of the film so far.
    private record Film(
            ViewerState state,
            @Nullable IngestProgress progress,
            @Nullable Instant pausedAt,
            @Nullable String problem) {}

    private record Reading(IngestProgress progress, long freshUntil) {}
}
