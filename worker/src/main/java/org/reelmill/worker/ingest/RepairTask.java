package org.reelmill.worker.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Publications;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.ingest.Plans.Planned;
import org.reelmill.worker.publish.ObjectNames;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes objects of a publication again that are missing or damaged, while the film plays on. Encoding is
/// repeatable to the last byte with the same encoder build, so an object gets the bytes back that it had, and
/// every cache stays right. Where other bytes come out, nothing is stored, and the whole film is ingested
/// anew; that publication replaces this one when it is READY. Done a second time it does the same again.
public final class RepairTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(RepairTask.class);

    private final Films films;
    private final Plans plans;
    private final Remake remake;
    private final Uploads uploads;
    private final Records records;
    private final IngestStarter starter;
    private final IngestFinisher.Leftovers leftovers;

    public RepairTask(
            Films films,
            Plans plans,
            Remake remake,
            Uploads uploads,
            Records records,
            IngestStarter starter,
            IngestFinisher.Leftovers leftovers) {
        this.films = films;
        this.plans = plans;
        this.remake = remake;
        this.uploads = uploads;
        this.records = records;
        this.starter = starter;
        this.leftovers = leftovers;
    }

    /// What is on record of the publication.
    public record Records(Ingests ingests, Tasks tasks, Publications publications, Repairs repairs) {}

    @Override
    public void perform(Lease lease) {
        var stage = new Stage();
        Task task = lease.task();
        Ingest ingest = records.ingests()
                .find(task.ingest())
                .filter(ended -> ended.state() == IngestState.READY)
                .orElseThrow(() -> new LeaseLost(task.id()));
        Map<String, Entry> wanted = wanted(task, ingest);
        Map<String, Entry> rest = new HashMap<>(wanted);
        Planned planned = plans.find(ingest.id()).orElse(null);
        if (planned != null) {
            repair(lease, ingest, planned, rest);
        }
        var repaired = new ArrayList<>(wanted.values());
        repaired.removeAll(rest.values());
        end(ingest, repaired, Repair.State.REPAIRED, null);
        if (!rest.isEmpty()) {
            renew(ingest, List.copyOf(rest.values()));
        }
        // Before the end, so that a kill leaves nothing; and after it, where two end at the same instant.
        dropSource(ingest, task);
        lease.finish(Map.of("repaired", repaired.size()));
        dropSource(ingest, task);
        records.tasks().removeEnded(task.id());
        log.info("Repaired {} of {} objects of {} in {}", repaired.size(), wanted.size(), ingest.id(), stage.took());
    }

    /// The objects to be made again, by name without the attempt. None of a publication that is no more.
    private Map<String, Entry> wanted(Task task, Ingest ingest) {
        var names = new TreeSet<String>();
        if (task.work().get(Task.NAMES) instanceof List<?> list) {
            list.forEach(name -> names.add(name.toString()));
        }
        var wanted = new HashMap<String, Entry>();
        records
                .publications()
                .find(ingest.id())
                .filter(manifest -> manifest.retiredAt() == null)
                .map(PublicationManifest::objects)
                .orElse(List.of())
                .stream()
                .filter(entry -> names.contains(name(ingest, entry)))
                .forEach(entry -> wanted.put(ObjectNames.withoutAttempt(name(ingest, entry)), entry));
        return wanted;
    }

    private void repair(Lease lease, Ingest ingest, Planned planned, Map<String, Entry> rest) {
        BiConsumer<String, Path> made = (name, file) -> {
            Entry entry = rest.get(name);
            if (entry != null && uploads.again(entry, file)) {
                rest.remove(name);
            }
        };
        var names = rest.values().stream().map(entry -> name(ingest, entry)).toList();
        try (Film film = films.open(lease.task(), ingest)) {
            remake.make(film, planned.plan(), RepairPlan.of(planned.plan(), names), lease, made);
        }
    }

    private void renew(Ingest ingest, List<Entry> entries) {
        Optional<Ingest> anew = starter.renew(ingest.title(), TicketClass.BATCH);
        anew.ifPresentOrElse(
                next -> end(
                        ingest,
                        entries,
                        Repair.State.RENEWED,
                        "This encoder makes other bytes than the one before; ingest " + next.id() + " replaces it."),
                () -> end(ingest, entries, Repair.State.FAILED, "It cannot be made the same, and not be ingested."));
        log.warn("{} objects of {} cannot be made the same again", entries.size(), ingest.id());
    }

    private void end(Ingest ingest, List<Entry> entries, Repair.State state, @Nullable String note) {
        records.repairs().end(ingest.id(), entries.stream().map(Entry::key).toList(), state, note);
    }

    /// Unless another repair of the film reads it.
    private void dropSource(Ingest ingest, Task own) {
        boolean isRead = records.tasks().ofIngest(ingest.id()).stream()
                .filter(task -> !task.id().equals(own.id()))
                .anyMatch(task -> task.state() == TaskState.READY || task.state() == TaskState.LEASED);
        if (!isRead) {
            leftovers.source(ingest);
        }
    }

    private static String name(Ingest ingest, Entry entry) {
        return entry.key().substring(ingest.prefix().length());
    }
}
