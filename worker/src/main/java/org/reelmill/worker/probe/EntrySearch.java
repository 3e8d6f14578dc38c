package org.reelmill.worker.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.probe.Entries.Place;
import org.reelmill.worker.probe.Entries.Tail;
import org.reelmill.worker.probe.Keyframes.Keyframe;
import org.reelmill.worker.source.ByteRange;

/// Finds where a film without an index can be begun to read. Each container has its own way of standing on
/// its own feet in the middle; whether the film at hand does is tried out before it is relied on.
final class EntrySearch {

    // A clock of 33 bits at 90 kHz comes round after 26.5 h.
    private static final long CLOCK_ENDS = 95_380_000_000L;
    private static final long FURTHEST_APART = 120_000_000L;
    private static final Duration LONGEST_DELAY = Duration.ofMillis(130);
    private static final int ASF_HEADER = 24;
    // ASF §3.2: the data object's own header.
    private static final int ASF_DATA_HEADER = 50;

    private final Probed probed;
    private final ScannedFilm film;
    private final EntryTrial trial;

    EntrySearch(Probed probed, ScannedFilm film, EntryTrial trial) {
        this.probed = probed;
        this.film = film;
        this.trial = trial;
    }

    Entries search() throws IOException, InterruptedException {
        if (probed.keyframes().isEmpty()) {
            return Entries.none("nothing tells where its keyframes lie");
        }
        Entries found = found();
        return Optional.ofNullable(objection(found)).map(Entries::none).orElse(found);
    }

    private Entries found() throws IOException, InterruptedException {
        return switch (probed.media().demuxer()) {
            case "mpegts" -> stream(Tail.CUT, TransportHead.find(film));
            // Its packets say themselves which track they are of.
            case "mpeg" -> packets(Tail.CUT, List.of());
            case "flv" -> packets(Tail.CUT, List.of(new ByteRange(0, first().position())));
            case "asf" -> stream(Tail.WHOLE, asfHead());
            case "mov" -> fragments();
            case "matroska" -> clusters();
            case "avi" -> sought();
            default -> Entries.none("its container cannot be begun elsewhere");
        };
    }

    private @Nullable String objection(Entries entries) {
        if (entries.reason() != null) {
            return entries.reason();
        }
        if (entries.way() == Entries.Way.EXCERPT && isSparse(entries.places())) {
            return "its keyframes are too far apart, or do not begin a part of the container";
        }
        return trial.holds(probed, entries, film) ? null : "what was read from its middle was not what is there";
    }

    private Entries sought() {
        // A seek aims a little before a chunk; it must not end behind it.
        return probed.delay().compareTo(LONGEST_DELAY) > 0
                ? Entries.none("its pictures are shown long after they are decoded")
                : Entries.sought();
    }

    private Entries stream(Tail tail, List<ByteRange> head) {
        return head.isEmpty()
                ? Entries.none("what its container says of its tracks was not found where it belongs")
                : packets(tail, head);
    }

    private Entries packets(Tail tail, List<ByteRange> head) {
        boolean hasClock = List.of("mpegts", "mpeg").contains(probed.media().demuxer());
        long last = probed.keyframes().getLast().micros();
        if (hasClock && (first().micros() < 0 || last > CLOCK_ENDS)) {
            return Entries.none("its clock comes round");
        }
        if (hasClock && head.isEmpty() && probed.media().video().size() > 1) {
            return Entries.none("its tracks are known only by who comes first");
        }
        return excerpts(tail, head, keyframe -> Optional.of(keyframe.position()));
    }

    private Entries fragments() throws IOException, InterruptedException {
        return Fragments.find(film)
                .map(fragments -> excerpts(Tail.WHOLE, List.of(fragments.head()), fragments::begunBy))
                .orElse(Entries.none("its fragments name their places in the file"));
    }

    private Entries clusters() throws IOException, InterruptedException {
        var places = new ArrayList<Place>();
        for (Keyframe keyframe : probed.keyframes()) {
            OptionalLong cluster = Cluster.begunBy(keyframe, film);
            if (cluster.isPresent()) {
                places.add(place(keyframe, cluster.getAsLong()));
            }
        }
        boolean isBegun = !places.isEmpty() && places.getFirst().time().equals(time(first()));
        return isBegun
                ? Entries.excerpts(
                        Tail.WHOLE, List.of(new ByteRange(0, places.getFirst().position())), places, film.size())
                : Entries.none("its first cluster was not found");
    }

    /// ASF §3.1: the header object tells its size, and data packets follow.
    private List<ByteRange> asfHead() throws IOException, InterruptedException {
        byte[] header = film.bytes().at(0, ASF_HEADER);
        long size = header.length < ASF_HEADER
                ? 0
                : ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
        return size <= ASF_HEADER || size > first().position()
                ? List.of()
                : List.of(new ByteRange(0, size + ASF_DATA_HEADER));
    }

    private Entries excerpts(Tail tail, List<ByteRange> head, Function<Keyframe, Optional<Long>> position) {
        var places = new ArrayList<Place>();
        for (Keyframe keyframe : probed.keyframes()) {
            position.apply(keyframe).ifPresent(at -> places.add(place(keyframe, at)));
        }
        return Entries.excerpts(tail, head, places, film.size());
    }

    private boolean isSparse(List<Place> places) {
        long before = first().micros();
        for (Place place : places) {
            long time = place.time().toNanos() / 1000;
            if (time - before > FURTHEST_APART) {
                return true;
            }
            before = time;
        }
        return probed.lastMicros() - before > FURTHEST_APART;
    }

    private Keyframe first() {
        return probed.keyframes().getFirst();
    }

    private static Place place(Keyframe keyframe, long position) {
        return new Place(time(keyframe), position);
    }

    private static Duration time(Keyframe keyframe) {
        return Duration.ofNanos(keyframe.micros() * 1000);
    }
}
