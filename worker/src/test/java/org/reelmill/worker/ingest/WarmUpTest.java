package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that has just started, seen through a script in ffmpeg's place that notes each run.
class WarmUpTest {

    @TempDir
    Path directory;

    @Test
    void encodesASecondOfFilmAndLeavesNothingBehind() throws IOException {
        try (var house = new WorkerHouse(directory.resolve("house"))) {
            house.with("reelmill.ffmpeg.path", noting(house))
                    .with("reelmill.ffmpeg.shared", notes())
                    .startWorker();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> runs().stream().anyMatch(run -> run.contains("warm-up") && run.contains("v360.mp4")));
            await().atMost(Duration.ofSeconds(20)).until(this::isScratchEmpty);
            assertThat(runs()).anyMatch(run -> run.contains("lavfi"));
        }
    }

    @Test
    void isLeftOutWhereConfigurationSaysSo() throws IOException {
        try (var house = new WorkerHouse(directory.resolve("house"))) {
            house.with("reelmill.ffmpeg.path", noting(house))
                    .with("reelmill.ffmpeg.shared", notes())
                    .with("reelmill.worker.warm-up", false)
                    .startWorker();

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> runs().stream().noneMatch(run -> run.contains("lavfi")));
        }
    }

    private boolean isScratchEmpty() throws IOException {
        Path scratch = directory.resolve("house/worker/scratch");
        try (var left = Files.list(scratch)) {
            return left.findAny().isEmpty();
        }
    }

    private List<String> runs() throws IOException {
        Path runs = notes().resolve("runs.txt");
        return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
    }

    private Path noting(WorkerHouse house) throws IOException {
        Path script = directory.resolve("ffmpeg");
        Files.writeString(script, """
                #!/bin/sh
                echo "$@" >> %s
                exec %s "$@"
                """.formatted(notes().resolve("runs.txt"), house.tools.ffmpeg()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /// Where ffmpeg may write down its runs, whoever it runs as.
    private Path notes() throws IOException {
        Path notes = directory.resolve("notes");
        if (!Files.exists(notes)) {
            Files.createDirectory(notes);
            Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return notes;
    }
}
