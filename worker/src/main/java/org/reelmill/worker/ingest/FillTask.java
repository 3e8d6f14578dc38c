package org.reelmill.worker.ingest;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.SourceParts;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.source.Sha256;
import org.reelmill.worker.source.SourceReader;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the parts of a source that nobody has read yet, in order, and compares the whole with the
/// checksum that the catalogue states, and with the one of the store that it came from.
public final class FillTask implements Work {

    /// Fields of the result.
    public static final String SHA256 = "sha256";

    public static final String BYTES = "bytes";

    private static final Logger log = LoggerFactory.getLogger(FillTask.class);
    private static final int BUFFER = 256 * 1024;

    private final Films films;
    private final Plans plans;
    private final NextSteps nextSteps;

    public FillTask(Films films, Plans plans, NextSteps nextSteps) {
        this.films = films;
        this.plans = plans;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) throws IOException, InterruptedException {
        var stage = new Stage();
        try (Film film = films.open(lease.task())) {
            SourceReader reader = film.reader();
            String sha256 = digest(lease, reader);
            for (long part = 0; part < SourceParts.count(reader.size()); part++) {
                reader.awaitStored(part, lease::step);
                lease.step();
            }
            compare(sha256, film.source().sha256(), "the catalogue describes");
            compare(sha256, reader.statedSha256().orElse(null), "the store holds that it came from");
            lease.finish(Map.of(SHA256, sha256, BYTES, reader.size()));
            log.info("Fetched the source of {} bytes in {}", reader.size(), stage.took());
        }
        nextSteps.after(lease.task().ingest(), plans.of(lease.task()));
    }

    private static void compare(String sha256, @Nullable String stated, String where) {
        if (stated != null && !stated.toLowerCase(Locale.ROOT).equals(sha256)) {
            throw RejectedSource.because(
                    "checksum-mismatch",
                    "The film that was fetched is not the one that " + where + ": its SHA-256 is " + sha256
                            + ", stated is " + stated + ".");
        }
    }

    private static String digest(Lease lease, SourceReader reader) throws IOException, InterruptedException {
        var digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long size = reader.size();
        long position = 0;
        while (position < size) {
            reader.awaitBytes(position, lease::step); // The origin or the store may be away for a while.
            int read = reader.read(position, buffer, BUFFER);
            if (read < 0) {
                throw new IOException("The source ended at byte " + position + " of " + size + ".");
            }
            digest.update(buffer, 0, read);
            position += read;
            lease.step();
            lease.progress((double) position / size);
        }
        return Sha256.hex(digest);
    }
}
