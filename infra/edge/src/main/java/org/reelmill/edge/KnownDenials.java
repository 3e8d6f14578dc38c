package org.reelmill.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reelmill.signing.Denial;
import org.reelmill.signing.Denials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is denied, as serving told: each entry until it ends, whatever serving says later. Kept on disk, so
/// that an edge that starts while serving is away still denies what it knew. Thread-safe.
final class KnownDenials implements Supplier<Denials> {

    private static final Logger log = LoggerFactory.getLogger(KnownDenials.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final boolean kept;
    private List<Denial> known = List.of();
    private volatile Denials denials = Denials.NONE;

    /// @param directory where they are kept, in `denials.json`
    KnownDenials(Path directory) {
        this.file = directory.resolve("denials.json");
        this.kept = Files.exists(file);
        try {
            if (Files.exists(file)) {
                know(JSON.readValue(Files.readString(file), Denial.Listing.class)
                        .denials());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The denials in " + file + " cannot be read.", e);
        } catch (JacksonException e) {
            log.warn("The denials in {} are damaged and wait for serving's answer", file);
        }
    }

    /// Whether an earlier process left what it knew.
    boolean wereKept() {
        return kept;
    }

    @Override
    public Denials get() {
        return denials;
    }

    /// Adds what serving told now.
    synchronized void take(Denial.Listing told) throws IOException {
        var now = Instant.now();
        var together = Stream.concat(known.stream(), told.denials().stream())
                .filter(denial -> denial.expiresAt().isAfter(now))
                .distinct()
                .toList();
        if (together.equals(known)) {
            return;
        }
        know(together);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var aside = Files.writeString(
                file.resolveSibling("denials.part"), JSON.writeValueAsString(new Denial.Listing(together)));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void know(List<Denial> together) {
        known = together;
        denials = Denials.of(together);
    }
}
