package org.reelmill.worker.publish;

import static org.reelmill.hls.PlaylistTrait.INDEPENDENT_SEGMENTS;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.reelmill.hls.MediaPlaylist;
import org.reelmill.hls.MultivariantPlaylist;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.hls.PlaylistWriter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.TextPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;

/// The playlists in `now/` that let a film play while it is encoded: type EVENT, so lines are only ever added
/// at their ends (RFC 8216 §6.2.1). They offer the first set of rungs, all sound, and text.
///
/// All move as one: a segment is listed when it is there in every rendition, so that no player runs ahead in
/// one and starves in another. A rung that is copied is there long before the encoded ones: it and the sound
/// move as one and do not wait for these, which follow; but each has two segments before the film is offered.
/// Text that has to be dug out of the whole source does not hold up a picture that somebody waits for: it is
/// offered here if it is there when the picture is, and in the final playlists in any case.
///
/// Any number of workers may call it at once, and as often as they like: each change is conditional on the
/// version that was read.
public final class GrowingPlaylists {

    private static final Logger log = LoggerFactory.getLogger(GrowingPlaylists.class);

    /// Segments of a rung that follows a copied one. A player that begins with it goes on in the other, or
    /// has time to ask for more.
    private static final int FOLLOWED = 2;

    private final ObjectStore store;
    private final Ingests ingests;

    public GrowingPlaylists(ObjectStore store, Ingests ingests) {
        this.store = store;
        this.ingests = ingests;
    }

    /// Lists what has become listable, ends the playlists when all is there, and makes the ingest PLAYABLE
    /// once they can be played.
    ///
    /// @param tasks of the ingest, read after the caller has recorded its own result
    public void advance(Ingest ingest, IngestPlan plan, List<Task> tasks) {
        advance(ingest, plan, tasks, () -> {});
    }

    /// @param step called before each put, so that a lease can be renewed; may throw to stop
    public void advance(Ingest ingest, IngestPlan plan, List<Task> tasks, Runnable step) {
        advance(ingest, plan, ListableSegments.of(tasks.stream().map(Task::result)), step);
    }

    /// @param parts of the ingest, read after the caller has recorded its own result
    /// @param step called before each put, so that a lease can be renewed; may throw to stop
    public void advance(Ingest ingest, IngestPlan plan, ListableSegments parts, Runnable step) {
        int watermark = parts.watermark(seen(plan));
        List<String> followers = followers(plan);
        if (watermark == 0 || !followers.isEmpty() && parts.watermark(followers) == 0) {
            return;
        }
        var growth = new Growth(ingest, plan, parts, step);
        var master = growth.master();
        if (master.isPresent()) {
            growth.proceed(members(plan, master.get()), parts.watermark(members(plan, master.get())));
            growth.follow();
        } else if (!growth.begin()) {
            return;
        }
        boolean isFollowed = followers.isEmpty()
                || parts.watermark(followers)
                        >= Math.min(FOLLOWED, plan.segmentFrames().size());
        if (watermark >= plan.cushion() && isFollowed) {
            makePlayable(ingest);
        }
    }

    private void makePlayable(Ingest ingest) {
        if (ingest.state() == IngestState.ENCODING
                && ingests.find(ingest.id())
                        .filter(now -> now.state() == IngestState.ENCODING)
                        .isPresent()) {
            ingests.move(ingest.id(), IngestState.PLAYABLE, new Update().set("playableAt", Instant.now()))
                    .ifPresent(playable -> log.info("Ingest {} can be played.", playable.id()));
        }
    }

    /// What is always offered and waited for: the rung that is copied, else the first set of rungs; and
    /// sound. The names stand in the order in which the playlists are put.
    private static List<String> seen(IngestPlan plan) {
        var rungs = plan.copied()
                .map(List::of)
                .orElseGet(() -> plan.rungsOf(plan.sets().getFirst()));
        return Stream.concat(
                        rungs.stream().map(RungPlan::name),
                        plan.audio().stream().map(AudioPlan::name))
                .toList();
    }

    /// What is offered beside a rung that is copied.
    private static List<String> followers(IngestPlan plan) {
        return plan.copied().isEmpty() ? List.of() : plan.sets().getFirst().rungs();
    }

    /// All rungs that are offered, tallest first.
    private static List<RungPlan> offered(IngestPlan plan) {
        return Stream.concat(plan.copied().stream(), plan.rungsOf(plan.sets().getFirst()).stream())
                .toList();
    }

    private static List<String> members(IngestPlan plan, List<TextPlan> texts) {
        return Stream.concat(seen(plan).stream(), texts.stream().map(TextPlan::name))
                .toList();
    }

    private static List<String> members(IngestPlan plan, MultivariantPlaylist master) {
        var texts = plan.text().stream()
                .filter(text -> master.renditions().stream()
                        .anyMatch(offered ->
                                PlaylistPlace.NOW.fromMaster(text.name()).equals(offered.uri())))
                .toList();
        return members(plan, texts);
    }

    /// One call's view of one ingest.
    private final class Growth {

        private final Runnable step;
        private final Ingest ingest;
        private final IngestPlan plan;
        private final ListableSegments parts;
        private final int segments;

        Growth(Ingest ingest, IngestPlan plan, ListableSegments parts, Runnable step) {
            this.step = step;
            this.ingest = ingest;
            this.plan = plan;
            this.parts = parts;
            this.segments = plan.segmentFrames().size();
        }

        Optional<MultivariantPlaylist> master() {
            return store.get(ingest.prefix() + ObjectNames.NOW_MASTER)
                    .map(content -> PlaylistReader.readMultivariant(utf8(content)));
        }

        /// Before the multivariant playlist is there: it is put last and fixes what is offered.
        ///
        /// @return whether it is there now; not where text is still awaited
        boolean begin() {
            var texts = texts();
            var members = members(plan, texts);
            int watermark = parts.watermark(members);
            if (watermark == 0) {
                return false;
            }
            members.forEach(member -> list(member, watermark));
            follow();
            byte[] text = PlaylistWriter.text(master(texts)).getBytes(StandardCharsets.UTF_8);
            if (!store.putIfAbsent(ingest.prefix() + ObjectNames.NOW_MASTER, text, ContentType.GROWING_PLAYLIST)) {
                // Another worker was first, and may have offered more.
                master().ifPresent(first ->
                        members(plan, first).forEach(member -> list(member, parts.watermark(members(plan, first)))));
            }
            return true;
        }

        /// The playlists are put in one order by everybody. So if the last one lists a segment, all do, and
        /// nothing is left to be done.
        void proceed(List<String> members, int watermark) {
            var last = store.get(key(members.getLast())).map(content -> PlaylistReader.readMedia(utf8(content)));
            if (last.isEmpty() || isShort(last.get(), watermark)) {
                members.forEach(member -> list(member, watermark));
            }
        }

        /// No further than what they follow, so that sound is there for them.
        void follow() {
            List<String> followers = followers(plan);
            if (!followers.isEmpty()) {
                proceed(followers, Math.min(parts.watermark(followers), parts.watermark(seen(plan))));
            }
        }

        /// The first text tracks that are there; all where nobody waits for the picture.
        private List<TextPlan> texts() {
            if (!ingest.ticketClass().equals(TicketClass.INTERACTIVE.id())) {
                return plan.text();
            }
            return plan.text().stream()
                    .takeWhile(text -> parts.watermark(List.of(text.name())) > 0)
                    .toList();
        }

        /// Appends to one playlist until it has so many segments.
        private void list(String rendition, int count) {
            if (count == 0) {
                return;
            }
            step.run();
            var ending = count == segments ? MediaPlaylist.Ending.ENDED : MediaPlaylist.Ending.OPEN;
            String text = PlaylistWriter.text(parts.playlist(plan, rendition, count, ending));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String key = key(rendition);
            while (true) {
                var there = store.get(key);
                if (there.isEmpty()) {
                    if (store.putIfAbsent(key, bytes, ContentType.GROWING_PLAYLIST)) {
                        return;
                    }
                    continue;
                }
                String before = utf8(there.get());
                if (!isShort(PlaylistReader.readMedia(before), count)) {
                    return;
                }
                mustContinue(before, text, key);
                if (store.putIfMatch(
                        key, bytes, ContentType.GROWING_PLAYLIST, there.get().etag())) {
                    return;
                }
            }
        }

        private boolean isShort(MediaPlaylist playlist, int count) {
            return playlist.segments().size() < count || (count == segments && !playlist.isEnded());
        }

        private void mustContinue(String before, String after, String key) {
            if (!after.startsWith(before)) {
                throw new IllegalStateException("The growing playlist " + key
                        + " lists segments that the tasks' results do not have. Withdraw the ingest and start anew.");
            }
        }

        private MultivariantPlaylist master(List<TextPlan> texts) {
            var offer = new Offer(plan, PlaylistPlace.NOW, texts);
            int sound = plan.audio().stream().mapToInt(AudioPlan::kbps).max().orElse(0);
            var variants = offered(plan).stream()
                    .map(rung -> offer.variant(rung, codecs(rung), (ceiling(rung) + sound) * 1000L, null))
                    .toList();
            return new MultivariantPlaylist(
                    SegmentLists.VERSION,
                    Set.of(INDEPENDENT_SEGMENTS),
                    null,
                    offer.renditions(),
                    // A rung that is copied has the most to play from at first. A line that is too thin for
                    // it shows with its first segment, and the player goes on in another.
                    plan.copied().isPresent() ? variants : Offer.inOrder(variants),
                    List.of());
        }

        /// The most that a rung can take over a target duration: its cap, and its rate buffer spent at once.
        private int ceiling(RungPlan rung) {
            return rung.maxKbps() + rung.bufferKbit() / TargetDuration.of(plan);
        }

        private List<String> codecs(RungPlan rung) {
            return Stream.concat(Stream.of(rung.name()), plan.audio().stream().map(AudioPlan::name))
                    .flatMap(name -> parts.initOf(name).stream())
                    .map(PublishedInit::codec)
                    .distinct()
                    .toList();
        }

        private String key(String rendition) {
            return ingest.prefix() + PlaylistPlace.NOW.playlist(rendition);
        }

        private static String utf8(ObjectStore.Content content) {
            return new String(content.bytes(), StandardCharsets.UTF_8);
        }
    }
}
