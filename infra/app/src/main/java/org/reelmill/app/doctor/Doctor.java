package org.reelmill.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reelmill.app.DataDirectory;
import org.reelmill.app.operator.Complaint;
import org.reelmill.app.operator.OperatorClient;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

/// Examines the all-in-one on a data directory: the machine, the directory, ffmpeg, and, where it runs, each
/// of its parts.
public final class Doctor {

    private static final long LITTLE_SPACE = 5L << 30;
    private static final int NEEDED_JAVA = 25;
    private static final int FFMPEG_SECONDS = 20;

    private final Path data;

    public Doctor(Path data) {
        this.data = data;
    }

    public List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(disk());
        findings.add(keys());
        findings.add(ffmpeg());
        findings.add(sandbox());
        findings.addAll(PlaceFindings.of(new StandardEnvironment()));
        findings.addAll(running());
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return version >= NEEDED_JAVA
                ? Finding.ok(
                        "java",
                        "Java " + Runtime.version() + ", "
                                + Runtime.getRuntime().availableProcessors() + " cores")
                : Finding.broken("java", "This is Java " + version + "; Reelmill needs " + NEEDED_JAVA + ".");
    }

    private Finding disk() {
        try {
            Path existing = data.toAbsolutePath();
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            String left = (free >> 20) + " MiB left on the disk of " + data;
            return free < LITTLE_SPACE
                    ? Finding.warning(
                            "disk",
                            left
                                    + ": a film of 90 minutes needs about 5 GiB. Free some, or use --data on another disk.")
                    : Finding.ok("disk", left);
        } catch (IOException e) {
            return Finding.broken("disk", "The disk of " + data + " cannot be read: " + e.getMessage());
        }
    }

    private Finding keys() {
        Path keys = data.resolve("keys");
        if (!Files.exists(keys)) {
            return Finding.ok("keys", "none yet; the first start makes them");
        }
        try (var files = Files.list(keys)) {
            List<Path> open = files.filter(Doctor::othersMayRead).toList();
            return open.isEmpty()
                    ? Finding.ok("keys", "readable by their owner only; keep a copy of " + keys + " with your backups")
                    : Finding.warning("keys", "Others can read " + open + ": chmod 600 them.");
        } catch (IOException e) {
            return Finding.broken("keys", keys + " cannot be read: run this as the user that started Reelmill.");
        }
    }

    private static boolean othersMayRead(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER"));
        } catch (IOException | UnsupportedOperationException notKnown) {
            return false;
        }
    }

    private Finding ffmpeg() {
        try {
            var binaries = FfmpegBinaries.extract(data.resolve("ffmpeg"));
            var builder = new ProcessBuilder(binaries.ffmpeg().toString(), "-hide_banner", "-version");
            builder.environment().putAll(binaries.environment());
            var process = builder.redirectErrorStream(true).start();
            String first = process.inputReader().readLine();
            boolean ended = process.waitFor(FFMPEG_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0
                    ? Finding.ok("ffmpeg", String.valueOf(first))
                    : Finding.broken("ffmpeg", "It does not run: " + first + ". Name another by reelmill.ffmpeg.path.");
        } catch (IOException | RuntimeException e) {
            return Finding.broken("ffmpeg", e.getMessage() + " Name another by reelmill.ffmpeg.path.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.broken("ffmpeg", "Interrupted while it was tried.");
        }
    }

    private Finding sandbox() {
        try {
            var binaries = FfmpegBinaries.extract(data.resolve("ffmpeg"));
            var configured =
                    Binder.get(new StandardEnvironment()).bindOrCreate("reelmill.ffmpeg", FfmpegProperties.class);
            return SandboxFinding.of(configured.with(binaries.ffmpeg(), binaries.ffprobe(), binaries.environment()));
        } catch (RuntimeException e) {
            return Finding.broken("sandbox", String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> running() {
        if (DataDirectory.serverOf(data).isEmpty()) {
            return List.of(Finding.ok("server", "does not run on " + data + "; start it with ./reelmill up"));
        }
        try {
            var client = OperatorClient.of(data, Optional.empty());
            var findings = new ArrayList<Finding>();
            findings.add(asked(
                    "catalogue", () -> client.get("/api/movies").path("items").size() + " titles on its first page"));
            findings.add(asked("queue", () -> queue(client.get("/api/queue"))));
            return findings;
        } catch (Complaint complaint) {
            return List.of(Finding.broken("server", String.valueOf(complaint.getMessage())));
        }
    }

    private static String queue(JsonNode queue) {
        long dead = queue.path("deadLetters").asLong();
        if (dead > 0) {
            throw new Complaint(
                    dead
                            + " messages lie in the dead letters: a program that is not Reelmill, or another version of it, sent them.");
        }
        return "tickets " + queue.path("tickets") + ", tasks " + queue.path("tasks");
    }

    private static Finding asked(String part, Question question) {
        try {
            return Finding.ok(part, question.ask());
        } catch (RuntimeException e) {
            return Finding.broken(part, String.valueOf(e.getMessage()));
        }
    }

    /// Asks a part how it is.
    @FunctionalInterface
    private interface Question {
        String ask();
    }
}
