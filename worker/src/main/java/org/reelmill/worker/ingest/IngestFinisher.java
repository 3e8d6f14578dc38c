package org.reelmill.worker.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publication;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.title.Title;
import org.reelmill.title.Titles;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.encode.FilmDamage;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.GateRefused;
import org.reelmill.worker.publish.GrowingPlaylists;
import org.reelmill.worker.publish.Publisher;
import org.reelmill.worker.source.PartCache;
import org.reelmill.worker.source.PartLedger;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.query.Update;

/// Finishes an ingest: gate, final playlists, READY, the title's publication, then the clean-up. What the
/// gate refuses is made anew first. After a crash at any point it is done again and ends the same.
public final class IngestFinisher implements Work {

    private static final Logger log = LoggerFactory.getLogger(IngestFinisher.class);

    private final Ingests ingests;
    private final Titles titles;
    private final Tasks tasks;
    private final Plans plans;
    private final GrowingPlaylists growing;
    private final Publisher publisher;
    private final Redo redo;
    private final Leftovers leftovers;

    public IngestFinisher(
            Ingests ingests,
            Titles titles,
            Tasks tasks,
            Plans plans,
            GrowingPlaylists growing,
            Publisher publisher,
            Redo redo,
            Leftovers leftovers) {
        this.ingests = ingests;
        this.titles = titles;
        this.tasks = tasks;
        this.plans = plans;
        this.growing = growing;
        this.publisher = publisher;
        this.redo = redo;
        this.leftovers = leftovers;
    }

    @Override
    public void perform(Lease lease) {
        var stage = new Stage();
        Task task = lease.task();
        Ingest ingest = ingests.find(task.ingest())
                .filter(present -> present.state().isActive() || present.state() == IngestState.READY)
                .orElseThrow(() -> new LeaseLost(task.id()));
        IngestPlan plan = plans.of(task);
        List<Task> all = tasks.ofIngest(ingest.id());
        FilmDamage.check(
                ChunkTask.damaged(plan.encodedSets().getFirst(), all),
                plan.grid().frames());
        lease.patiently(() -> {
            growing.advance(ingest, plan, all, lease::step);
            return true;
        });
        lease.step();
        Publication publication;
        try {
            publication = lease.patiently(() -> publisher.publish(ingest, plan, all, lease::step));
        } catch (GateRefused refused) {
            if (redo.begin(lease, ingest, plan, refused)) {
                return;
            }
            throw refused;
        }
        lease.step();
        ingests.move(ingest.id(), IngestState.READY, new Update().set("endedAt", Instant.now()));
        if (titles.publish(ingest.title(), publication).isEmpty() && !isPublished(ingest)) {
            // Taken down meanwhile: nobody must be able to play it.
            leftovers.publication(ingest);
        }
        leftovers.source(ingest);
        lease.finish(Map.of());
        tasks.remove(ingest.id());
        log.info("Ingest {} became READY; its finish took {}", ingest.id(), stage.took());
    }

    private boolean isPublished(Ingest ingest) {
        return titles.find(ingest.title())
                .map(Title::publication)
                .filter(publication -> publication.id().equals(ingest.id()))
                .isPresent();
    }

    /// What an ingest that has ended leaves behind, and what of it is deleted.
    ///
    /// @param keepSources whether the fetched parts stay
    public record Leftovers(
            ObjectStore store,
            PartLedger ledger,
            PartCache cache,
            Sources sources,
            Ingests ingests,
            boolean keepSources) {

        void publication(Ingest ingest) {
            store.deleteAll(ingest.prefix());
        }

        /// Unless another ingest of the title reads it.
        void source(Ingest ingest) {
            if (keepSources || ingests.ofTitle(ingest.title()).stream().anyMatch(other -> reads(other, ingest))) {
                return;
            }
            cache.drop(ingest.source());
            if (canBeFetchedAgain(ingest)) {
                ledger.drop(ingest.source());
            }
        }

        private static boolean reads(Ingest other, Ingest ingest) {
            return !other.id().equals(ingest.id()) && other.state().isActive();
        }

        /// What was uploaded is the only copy: without it an evicted film could never come back.
        private boolean canBeFetchedAgain(Ingest ingest) {
            return sources.find(ingest.source())
                    .map(source -> source.sealedLink() != null)
                    .orElse(true);
        }
    }
}
