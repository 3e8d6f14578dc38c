package org.reelmill.worker.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.SourceParts;

/// Random access to one source. Parts are fetched when they are read first, by whichever worker comes first,
/// and can be read here while they still come in. Thread-safe; close it when done.
public final class SourceReader implements AutoCloseable {

    private static final java.time.Duration LOOK_UP = java.time.Duration.ofSeconds(1);

    private final PartFetch fetch;
    private final PartCache cache;
    private final String source;
    private final Runnable onClose;
    private final ConcurrentMap<Long, GrowingPart> parts = new ConcurrentHashMap<>();
    private volatile @Nullable Long size;

    SourceReader(PartFetch fetch, PartCache cache, String source, Runnable onClose) {
        this.fetch = fetch;
        this.cache = cache;
        this.source = source;
        this.onClose = onClose;
    }

    /// Size of the film in bytes; asks the origin if nobody has.
    ///
    /// @throws org.reelmill.worker.RejectedSource if the source is no good
    /// @throws SourceUnavailable if it cannot be read at present
    public long size() throws InterruptedException {
        Long known = size;
        if (known != null) {
            return known;
        }
        long found = fetch.knownSize().orElse(0L);
        if (found == 0) {
            found = fetch.awaitSize(part(0));
        }
        size = found;
        return found;
    }

    /// The SHA-256 of the whole film in hex, where its origin knows it; asks if nobody has.
    public Optional<String> statedSha256() throws InterruptedException {
        return size() == 0 ? Optional.empty() : fetch.statedSha256();
    }

    /// Reads bytes at a position, waiting for the first of them.
    ///
    /// @return the number of bytes read; -1 at the end of the film
    public int read(long position, byte[] into, int length) throws IOException, InterruptedException {
        while (position < size()) {
            long number = position / SourceParts.PART_BYTES;
            int offset = (int) (position % SourceParts.PART_BYTES);
            GrowingPart part = part(number);
            int read = part.read(offset, into, length);
            if (read > 0) {
                cache.touch(cache.path(source, number));
                return read;
            }
            if (!part.isEvicted()) {
                throw new IOException("Part " + number + " of source " + source + " is shorter than it should be.");
            }
        }
        return -1;
    }

    /// Reads a few bytes at a position; fewer than asked for only at the end of the film.
    public byte[] bytes(long position, int length) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[length];
        int read = read(position, piece, length);
        while (read > 0) {
            bytes.write(piece, 0, read);
            int left = length - bytes.size();
            read = left == 0 ? 0 : read(position + bytes.size(), piece, left);
        }
        return bytes.toByteArray();
    }

    /// Waits until the bytes at a position can be read at once, or never.
    ///
    /// @param meanwhile called now and then; ends the waiting by throwing
    public void awaitBytes(long position, Runnable meanwhile) throws InterruptedException {
        var part = part(position / SourceParts.PART_BYTES);
        while (!part.awaitBytes((int) (position % SourceParts.PART_BYTES), LOOK_UP)) {
            meanwhile.run();
        }
    }

    /// Waits until a part lies in object storage.
    ///
    /// @param meanwhile called now and then; ends the waiting by throwing
    public void awaitStored(long number, Runnable meanwhile) throws InterruptedException {
        var part = part(number);
        while (!part.awaitStored(LOOK_UP)) {
            meanwhile.run();
        }
    }

    @Override
    public void close() {
        onClose.run();
    }

    /// Lets go of the files; called when nobody reads this source any more.
    void release() {
        parts.values().forEach(GrowingPart::release);
        parts.clear();
    }

    private GrowingPart part(long number) {
        return parts.compute(
                number,
                (n, present) -> present == null || present.isFailed() || present.isEvicted()
                        ? fetch.start(n, () -> parts.remove(n))
                        : present);
    }
}
