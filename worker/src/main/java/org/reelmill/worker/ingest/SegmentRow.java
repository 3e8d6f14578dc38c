package org.reelmill.worker.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.PublishedInit;
import org.reelmill.worker.publish.PublishedParts;
import org.reelmill.worker.publish.PublishedSegment;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;

/// Uploads and lists segments one by one as they come from an encoder, so that they can be played while it
/// works. What an earlier attempt has listed is passed over.
final class SegmentRow implements Consumer<EncodedSegment> {

    /// How often the growing playlists are moved on; each time the ingest's tasks are read.
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(1);

    private final Lease lease;
    private final Film film;
    private final IngestPlan plan;
    private final Uploads uploads;
    private final NextSteps nextSteps;
    private final Function<String, Path> inits;
    private final Set<String> listed = new HashSet<>();
    private long published;

    /// @param inits where the encoder writes the init segment of a rendition
    SegmentRow(
            Lease lease,
            Film film,
            IngestPlan plan,
            Uploads uploads,
            NextSteps nextSteps,
            Function<String, Path> inits) {
        this.lease = lease;
        this.film = film;
        this.plan = plan;
        this.uploads = uploads;
        this.nextSteps = nextSteps;
        this.inits = inits;
        var earlier = PublishedParts.of(List.of(lease.task()));
        earlier.inits().stream().map(PublishedInit::rendition).forEach(listed::add);
        earlier.segments().values().stream()
                .flatMap(List::stream)
                .map(segment -> name(segment.rendition(), segment.number()))
                .forEach(listed::add);
    }

    @Override
    public void accept(EncodedSegment segment) {
        String rendition = segment.rendition();
        if (listed.add(rendition)) {
            PublishedInit init = lease.patiently(() -> uploads.init(film.ingest(), rendition, inits.apply(rendition)));
            lease.push(PublishedParts.INITS, init.toDocument());
        }
        if (!listed.add(name(rendition, segment.number()))) {
            return;
        }
        PublishedSegment uploaded = lease.patiently(
                () -> uploads.segment(film.ingest(), segment, lease.task().attempt()));
        lease.push(PublishedParts.SEGMENTS, uploaded.toDocument());
        if (segment.number() == 0 || System.nanoTime() - published > PUBLISH_EVERY.toNanos()) {
            lease.patiently(() -> {
                nextSteps.after(film.ingest().id(), plan, lease::step);
                return true;
            });
            published = System.nanoTime();
        }
    }

    private static String name(String rendition, int number) {
        return rendition + "/" + number;
    }
}
