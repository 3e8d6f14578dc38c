package org.reelmill.worker.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.SourceParts;
import org.reelmill.worker.source.Origin.Answer;

/// Reads a source whose origin has no ranges: once, from front to back, into parts. After a crash it begins
/// again and checks that the parts that are there are still the same.
final class WholeFetch {

    private final Place place;
    private final Origin origin;
    private final String source;

    WholeFetch(Place place, Origin origin, String source) {
        this.place = place;
        this.origin = origin;
        this.source = source;
    }

    /// Reads everything, unless another thread or worker does.
    ///
    /// @param begun an answer that has come already
    /// @return whether it was read
    boolean readIfFree(ClaimWatch watch, @Nullable Answer begun) throws IOException {
        if (!watch.claim(source, SourcePart.WHOLE)) {
            return false;
        }
        try {
            if (begun != null) {
                read(begun);
            } else {
                try (Answer answer =
                        origin.ask(0, 0, place.ledger().file(source).orElse(null))) {
                    read(answer);
                }
            }
            return true;
        } finally {
            place.ledger().release(source, SourcePart.WHOLE, place.owner());
        }
    }

    private void read(Answer answer) throws IOException {
        var beat = place.beatOf(source, SourcePart.WHOLE);
        InputStream body = answer.body();
        long total = 0;
        boolean more = true;
        for (long number = 0; more; number++) {
            Path incoming = place.cache().incoming(source, number);
            try {
                int bytes = receive(body, incoming, beat, total);
                total += bytes;
                more = bytes == SourceParts.PART_BYTES;
                if (bytes > 0) {
                    keep(number, incoming, bytes);
                }
            } finally {
                Files.deleteIfExists(incoming);
            }
        }
        Long declared = answer.said().size();
        if (declared != null && total < declared) {
            throw new EndedEarly(total, null);
        }
        place.ledger().counted(source, total);
    }

    private static int receive(InputStream body, Path incoming, Place.Beat beat, long position) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int bytes = 0;
        try (OutputStream file = Files.newOutputStream(incoming)) {
            while (bytes < SourceParts.PART_BYTES) {
                int read = body.read(buffer, 0, Math.min(buffer.length, SourceParts.PART_BYTES - bytes));
                if (read < 0) {
                    break;
                }
                file.write(buffer, 0, read);
                bytes += read;
                beat.run();
            }
        } catch (org.apache.hc.core5.http.ConnectionClosedException e) {
            throw new EndedEarly(position + bytes, e);
        }
        return bytes;
    }

    private void keep(long number, Path incoming, long bytes) throws IOException {
        String sha256 = Sha256.of(incoming);
        Optional<SourcePart> before = place.ledger().find(source, number).filter(SourcePart::done);
        if (before.isPresent()) {
            if (!sha256.equals(before.get().sha256())) {
                throw Origin.changed();
            }
            return;
        }
        place.store().put(SourceParts.key(source, number), incoming, ContentType.BYTES);
        Path path = place.cache().path(source, number);
        Files.move(incoming, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        place.cache().add(path, bytes, () -> {});
        place.ledger().stored(source, number, place.owner(), sha256);
    }
}
