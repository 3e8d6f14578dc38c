package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// The disk of the only worker is full while it encodes, and has room again. Its disk is a small tmpfs, which
/// only root can mount.
class DiskDrillIT {

    private static final int BLOCK = 64 * 1024;
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(30)).size(640, 360).keyframeEvery(50);

    @TempDir
    Path folder;

    @Test
    void aFullDiskCostsTimeAndNothingElse() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted == 0, "Run this test as root: it mounts a small disk of its own.");
        var settings = Map.of(
                "reelmill.worker.directory", disk.resolve("worker").toString(), "reelmill.worker.min-free", "12MB");
        try (var origin = MisbehavingServer.start()) {
            var more = new HashMap<>(settings);
            more.put("reelmill.outbound.allowed", "127.0.0.1:" + origin.port());
            try (var mill = new Mill(folder, 1, more)) {
                origin.on(
                        "/film.mp4",
                        Behaviour.good("video/mp4", Body.of(FILM.make(folder.resolve("f.mp4"), mill.tools()))));
                drill(mill, disk, mill.counter().ingest(origin.address("/film.mp4"), "Full disk"));
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private void drill(Mill mill, Path disk, String ingest) throws IOException {
        var worker = mill.workers().getFirst().app();
        Awaitility.await("the first picture is encoded")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> done(mill, ingest) >= 1 && worker.encodes());
        Path ballast = disk.resolve("ballast");
        fill(ballast);

        Awaitility.await("the worker says that its disk is full")
                .atMost(Duration.ofSeconds(30))
                .until(() -> worker.log().contains("tasks are given back and none is taken until there is room"));
        Awaitility.await("nothing is in hand")
                .atMost(Duration.ofSeconds(30))
                .until(() -> mill.tasks().inState(TaskState.LEASED).isEmpty());
        assertThat(worker.health()).contains("DOWN").contains("tasks are given back");
        assertThat(mill.tasks().ofIngest(ingest))
                .as("A full disk is no failure of a task")
                .allMatch(task -> task.failures().isEmpty());
        var starts = mill.encoder().encodes().size();
        long done = done(mill, ingest);
        Files.delete(ballast);

        var held = new HashMap<String, Integer>();
        mill.encoder().encodes().forEach(start -> held.merge(start.task(), 1, Integer::sum));
        int again = new Verdict(mill, folder.resolve("copies")).on(ingest, FILM, held);
        assertThat(worker.log()).contains("has room again");
        System.out.println("Disk full with " + done + " chunks done and " + starts
                + " encoders started: tasks given back, none failed; with room again READY and exact, " + again
                + " pieces encoded again, all of them in hand");
        assertThat(again).as("Encoded again").isLessThanOrEqualTo(3);
    }

    private static long done(Mill mill, String ingest) {
        return mill.tasks().ofIngest(ingest).stream()
                .filter(task -> task.kind() == TaskKind.VIDEO && task.state() == TaskState.DONE)
                .count();
    }

    /// Takes all the room that there is.
    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }
}
