package org.reelmill.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.reelmill.app.operator.Complaint;
import org.reelmill.app.operator.OperatorClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the sample catalogue and ingests its films, once for a data directory.
final class FirstRun {

    private static final Logger log = LoggerFactory.getLogger(FirstRun.class);

    private final OperatorClient operators;
    private final Path done;

    /// @param done a file that says that it was done before
    FirstRun(OperatorClient operators, Path done) {
        this.operators = operators;
        this.done = done;
    }

    void readSamples() {
        if (Files.exists(done)) {
            return;
        }
        try {
            operators.follow("discover", Map.of("recipe", "sample"), news -> {});
            // One film goes first, so that there is soon something to watch.
            operators.follow("enqueue", Map.of("all", "true", "class", "interactive", "limit", "1"), news -> {});
            operators.follow("enqueue", Map.of("all", "true"), news -> {});
            Files.createFile(done);
        } catch (Complaint complaint) {
            log.warn("Did not read the sample catalogue: {}", complaint.getMessage());
        } catch (IOException e) {
            log.warn("Read the sample catalogue, but could not note it in {}: {}", done, e.getMessage());
        }
    }
}
