package org.reelmill.pipeline.verify;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.reelmill.pipeline.catalog.Digests;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Repair.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads objects and compares them with the record, in pieces of one size and no faster than allowed. Not
/// thread-safe.
public final class ObjectReading {

    private static final Logger log = LoggerFactory.getLogger(ObjectReading.class);
    private static final int BUFFER = 256 * 1024;

    /// So many that cannot be read, one after another: it is the store that is ill, not the objects.
    private static final int MOST_UNREADABLE = 5;

    private final ObjectStore store;
    private final ReadingPace pace;
    private final byte[] buffer = new byte[BUFFER];
    private int unreadable;

    ObjectReading(ObjectStore store, ReadingPace pace) {
        this.store = store;
        this.pace = pace;
    }

    /// @param sizes of the objects that the store lists, by key
    /// @return what is wrong; empty if nothing is
    /// @throws IllegalStateException if the store gives no object at all
    Optional<Fault> fault(Entry entry, Map<String, Long> sizes) {
        Long size = sizes.get(entry.key());
        if (size == null) {
            return Optional.of(Fault.MISSING);
        }
        if (size != entry.bytes()) {
            return Optional.of(Fault.DAMAGED);
        }
        try {
            Optional<Fault> fault = read(entry);
            unreadable = 0;
            return fault;
        } catch (IOException | RuntimeException e) {
            if (++unreadable >= MOST_UNREADABLE) {
                throw new IllegalStateException("The object store does not give its objects; look after it.", e);
            }
            log.warn("The object {} cannot be read", entry.key(), e);
            return Optional.of(Fault.UNREADABLE);
        }
    }

    private Optional<Fault> read(Entry entry) throws IOException {
        Optional<InputStream> object = store.open(entry.key());
        if (object.isEmpty()) {
            return Optional.of(Fault.MISSING);
        }
        MessageDigest digest = Digests.sha256();
        try (InputStream in = object.get()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                pace.read(read);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())
                ? Optional.empty()
                : Optional.of(Fault.DAMAGED);
    }
}
