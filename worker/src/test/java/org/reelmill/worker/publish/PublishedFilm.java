package org.reelmill.worker.publish;

import java.nio.file.Path;
import org.reelmill.title.Publications;
import org.reelmill.title.Sources;
import org.reelmill.worker.plan.IngestPlan;

/// The film of [EncodedFilm], published in stores of its own.
final class PublishedFilm implements AutoCloseable {

    private final Stores stores;
    final IngestPlan plan;
    final Player player;

    PublishedFilm(Path directory) {
        this(new EncodedFilm(directory), directory);
    }

    PublishedFilm(EncodedFilm film, Path directory) {
        stores = new Stores(directory);
        plan = film.plan;
        var ingest = stores.ingest("batch");
        var tasks = film.upload(ingest, new Uploads(stores.objects));
        var gate = new Gate(stores.objects, new Sources(stores.mongo));
        var publication = new Publisher(stores.objects, gate, new Publications(stores.mongo))
                .publish(ingest, plan, tasks, () -> {});
        player = new Player(stores.objects, publication);
    }

    @Override
    public void close() {
        stores.close();
    }
}
