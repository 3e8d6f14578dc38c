package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.Optional;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// Keeps catalogues' posters in object storage. The name of each holds its checksum, since objects are cached
/// for ever: a changed poster gets a new name.
final class Posters {

    private static final Logger log = LoggerFactory.getLogger(Posters.class);

    private final ObjectStore store;
    private final long maxBytes;

    Posters(ObjectStore store, DataSize maxPoster) {
        this.store = store;
        this.maxBytes = maxPoster.toBytes();
    }

    /// @return the key; empty if the poster cannot be had, which is no reason to do without the film
    Optional<String> keep(URI poster, String title, SiteClient site) {
        try {
            Fetched fetched = site.picture(poster, maxBytes);
            Optional<ContentType> type = fetched.isSuccess() ? ContentType.ofPicture(fetched.body()) : Optional.empty();
            if (type.isEmpty()) {
                log.info("Took no poster from {}: it is not a JPEG, PNG or WebP picture", poster.getHost());
                return Optional.empty();
            }
            String digest = Digests.sha256(fetched.body()).substring(0, 12);
            String extension =
                    type.get().mediaType().substring("image/".length()).replace("jpeg", "jpg");
            String key = "art/" + title + "/poster-" + digest + "." + extension;
            store.putIfAbsent(key, fetched.body(), type.get());
            return Optional.of(key);
        } catch (PageFault fault) {
            log.info("Took no poster from {}: it {}", poster.getHost(), fault.reason());
            return Optional.empty();
        }
    }
}
