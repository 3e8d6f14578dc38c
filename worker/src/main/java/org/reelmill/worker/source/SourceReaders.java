package org.reelmill.worker.source;

import java.util.HashMap;
import java.util.Map;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;

/// Opens sources for reading; all who read one source in this worker share its parts. Thread-safe.
public final class SourceReaders {

    private final Place place;
    private final Origins origins;
    private final SourceLinks links;
    private final Map<String, Shared> open = new HashMap<>();

    /// @param owner name of this worker and its process
    public SourceReaders(
            PartLedger ledger,
            ObjectStore store,
            PartCache cache,
            Origins origins,
            SourceLinks links,
            SourceProperties properties,
            String owner) {
        this.place = new Place(ledger, store, cache, properties, owner);
        this.origins = origins;
        this.links = links;
    }

    /// Opens a source, for the caller to close. Nothing is fetched yet.
    public synchronized SourceReader open(Source source) {
        Shared shared = open.computeIfAbsent(source.id(), id -> new Shared(reader(source)));
        shared.users++;
        return shared.reader;
    }

    private SourceReader reader(Source source) {
        String sealed = source.sealedLink();
        Origin origin = sealed == null ? null : origins.of(source.id(), links.open(sealed));
        var fetch = new PartFetch(place, new FilmSource(source.id(), origin, source.size()));
        return new SourceReader(fetch, place.cache(), source.id(), () -> close(source.id()));
    }

    private synchronized void close(String source) {
        Shared shared = open.get(source);
        if (shared != null && --shared.users == 0) {
            open.remove(source);
            shared.reader.release();
        }
    }

    private static final class Shared {

        private final SourceReader reader;
        private int users;

        Shared(SourceReader reader) {
            this.reader = reader;
        }
    }
}
