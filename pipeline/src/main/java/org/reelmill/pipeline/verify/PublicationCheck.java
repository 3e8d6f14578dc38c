package org.reelmill.pipeline.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.Digests;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;
import org.reelmill.title.Ingest;
import org.reelmill.title.Ingests;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Publications;
import org.reelmill.title.Repair;
import org.reelmill.title.Repair.Fault;
import org.reelmill.title.Repair.State;
import org.reelmill.title.Repairs;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the objects of publications that play. Playlists are put back from the record; what has to be
/// encoded goes to a worker as a REPAIR task; a film of which much is gone is ingested anew and plays what is
/// left until then. Repeatable: what is found again is told again and repaired once.
public final class PublicationCheck {

    private static final Logger log = LoggerFactory.getLogger(PublicationCheck.class);

    /// Above this share of missing objects, repairing piece by piece costs more than encoding anew.
    private static final double MOST_MISSING = 0.2;

    private final Records records;
    private final ObjectStore store;
    private final TicketQueue tickets;
    private final IngestStarter starter;

    PublicationCheck(Records records, ObjectStore store, TicketQueue tickets, IngestStarter starter) {
        this.records = records;
        this.store = store;
        this.tickets = tickets;
        this.starter = starter;
    }

    /// What is on record.
    record Records(Titles titles, Ingests ingests, Tasks tasks, Publications publications, Repairs repairs) {}

    /// Checks some objects of a publication, if it plays still.
    ///
    /// @param run that findings are noted for
    public Checked check(Slice slice, ObjectReading reading, long run, Effect effect) {
        PublicationManifest manifest = slice.manifest();
        boolean plays = records.titles
                .find(manifest.title())
                .filter(title -> title.state() == TitleState.AVAILABLE)
                .map(Title::publication)
                .filter(publication -> publication.id().equals(manifest.id()))
                .isPresent();
        Optional<Ingest> ingest = records.ingests.find(manifest.id());
        if (!plays || ingest.isEmpty()) {
            return Checked.NOTHING; // Put away, replaced or being replaced.
        }
        return new Check(slice, ingest.get(), run, effect).of(reading);
    }

    /// A reading of objects at a pace.
    public ObjectReading reading(long bytesPerSecond) {
        return new ObjectReading(store, new ReadingPace(bytesPerSecond));
    }

    /// Whether findings are acted on.
    public enum Effect {
        REPAIR,
        REPORT
    }

    /// One slice.
    private final class Check {

        private final Slice slice;
        private final Ingest ingest;
        private final long run;
        private final Effect effect;

        Check(Slice slice, Ingest ingest, long run, Effect effect) {
            this.slice = slice;
            this.ingest = ingest;
            this.run = run;
            this.effect = effect;
        }

        Checked of(ObjectReading reading) {
            Map<String, Long> sizes = store.list(slice.prefix()).stream()
                    .collect(Collectors.toMap(StoredObject::key, StoredObject::bytes));
            long missing = slice.manifest().objects().stream()
                    .filter(entry -> !sizes.containsKey(entry.key()))
                    .count();
            if (missing > MOST_MISSING * slice.manifest().objects().size() && effect == Effect.REPAIR) {
                return renewed(missing);
            }
            var faults = new ArrayList<Found>();
            long bytes = 0;
            for (Entry entry : slice.entries()) {
                bytes += sizes.getOrDefault(entry.key(), 0L);
                reading.fault(entry, sizes).ifPresent(fault -> faults.add(new Found(entry, fault)));
            }
            return act(faults, bytes);
        }

        private Checked act(List<Found> found, long bytes) {
            List<Found> playlists =
                    found.stream().filter(each -> isPlaylist(each.entry)).toList();
            List<Found> media =
                    found.stream().filter(each -> !isPlaylist(each.entry)).toList();
            if (!found.isEmpty()) {
                log.warn("Found {} missing or damaged objects of {}", found.size(), ingest.id());
            }
            long restored = 0;
            long renewed = 0;
            if (effect == Effect.REPORT) {
                found.forEach(each -> note(each, State.FOUND, null));
            } else {
                media.forEach(each -> note(each, State.OPEN, null));
                order(media);
                restored = playlists.stream().filter(this::restore).count();
                renewed = restored < playlists.size() ? 1 : 0;
            }
            long missing =
                    found.stream().filter(each -> each.fault == Fault.MISSING).count();
            return new Checked(
                    slice.to() - slice.from(),
                    bytes,
                    missing,
                    found.size() - missing,
                    restored,
                    effect == Effect.REPAIR ? media.size() : 0,
                    renewed);
        }

        private void order(List<Found> media) {
            if (media.isEmpty()) {
                return;
            }
            var names = media.stream()
                    .map(each -> each.entry.key().substring(slice.prefix().length()))
                    .toList();
            var order = new TaskOrder(TaskKind.REPAIR, "repair-" + slice.from(), 0, 1, Map.of(Task.NAMES, names));
            Task task = Task.of(ingest, TaskState.READY, order).inClass(TicketClass.BATCH.id());
            records.tasks.removeEnded(task.id());
            records.tasks.add(List.of(task));
            tickets.send(TicketClass.BATCH);
        }

        private boolean restore(Found playlist) {
            String key = playlist.entry.key();
            Optional<byte[]> copy = records.publications
                    .playlist(key)
                    .filter(bytes -> Digests.sha256(bytes).equals(playlist.entry.sha256()));
            if (copy.isEmpty()) {
                renew(playlist, "There is no copy of this playlist");
                return false;
            }
            boolean grows = key.startsWith(slice.prefix() + "now/");
            store.put(key, copy.get(), grows ? ContentType.GROWING_PLAYLIST : ContentType.PLAYLIST);
            note(playlist, State.REPAIRED, "Put back from the record.");
            return true;
        }

        private Checked renewed(long missing) {
            String why = missing + " of " + slice.manifest().objects().size() + " objects are missing";
            renew(new Found(new Entry(slice.prefix(), 0, ""), Fault.MISSING), why);
            return new Checked(0, 0, missing, 0, 0, 0, 1);
        }

        private void renew(Found found, String why) {
            Optional<Ingest> anew = starter.renew(ingest.title(), TicketClass.BATCH);
            note(
                    found,
                    anew.isPresent() ? State.RENEWED : State.FAILED,
                    why
                            + anew.map(next -> "; ingest " + next.id() + " makes the film anew.")
                                    .orElse(", and the film cannot be ingested."));
        }

        private void note(Found found, State state, @Nullable String note) {
            Instant now = Instant.now();
            records.repairs.add(new Repair(
                    run + " " + found.entry.key(),
                    run,
                    ingest.title(),
                    ingest.id(),
                    found.entry.key(),
                    found.fault,
                    state,
                    note,
                    now,
                    state == State.OPEN || state == State.FOUND ? null : now));
        }

        private static boolean isPlaylist(Entry entry) {
            return entry.key().endsWith(".m3u8");
        }
    }

    private record Found(Entry entry, Fault fault) {}
}
