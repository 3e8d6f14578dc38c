package org.reelmill.worker.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This machine's encoding speed, learned from every chunk and kept in a file over restarts. Thread-safe.
public final class MeasuredSpeed {

    private static final Logger log = LoggerFactory.getLogger(MeasuredSpeed.class);

    private final Path file;
    private EncodeSpeed speed;

    /// @param file where it is kept; need not be there
    public MeasuredSpeed(Path file) {
        this.file = file;
        this.speed = read(file);
    }

    public synchronized EncodeSpeed speed() {
        return speed;
    }

    /// Learns from one chunk.
    ///
    /// @param measured as if all cores did what the one did
    /// @param seconds that it took
    public synchronized void learn(EncodeSpeed measured, double seconds) {
        speed = speed.after(measured, seconds);
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(aside, String.valueOf(speed.pixelsPerSecond()));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("The measured speed could not be kept in {}: {}", file, e.getMessage());
        }
    }

    private static EncodeSpeed read(Path file) {
        try {
            double kept = Double.parseDouble(Files.readString(file).strip());
            return kept > 0 && Double.isFinite(kept) ? new EncodeSpeed(kept) : EncodeSpeed.guessed();
        } catch (IOException | NumberFormatException notMeasuredYet) {
            return EncodeSpeed.guessed();
        }
    }
}
