package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Needs;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;

/// Issue 5, acceptance 1: files made to break or to fool a reader of films, each with its verdict and reason.
/// The table is a golden file, which `-Dreelmill.golden=write` writes anew. Its memory (of the greediest
/// single process) and time are bounds that each file keeps within; what was measured is printed.
class HostileSourceTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "c-open.md");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<Integer> MEMORY_MIB = List.of(128, 256, 512, 1024);
    private static final List<Integer> TIME_SECONDS = List.of(20, 60, 120);
    /// The port that `hls_ssrf_loopback.m3u8` names.
    private static final int TRAP = 9;

    @Test
    void eachHostileFileGetsItsVerdictAndReachesNothing(@TempDir Path directory) throws IOException {
        Path folder = Needs.sharedMedia().resolve("C-open");
        var lines = new ArrayList<>(
                List.of("| file | verdict | reason | peak memory | time |", "| --- | --- | --- | --- | --- |"));
        var golden = Files.readAllLines(GOLDEN);
        try (var server = MisbehavingServer.start();
                var trap = Trap.on(TRAP);
                var house = new WorkerHouse(directory)) {
            house.with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                    .with("reelmill.worker.retry-delay", "20ms")
                    .startWorker();
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                server.on("/" + name, Behaviour.good("video/mp4", Body.of(file)));
                long began = System.nanoTime();
                try (var memory = new PeakMemory()) {
                    Ingest ended = house.awaitEnd(house.start(server.address("/" + name), TicketClass.BATCH), PATIENCE);
                    double seconds = (System.nanoTime() - began) / 1e9;
                    System.out.printf(
                            "%s: %s, %.1f s, %d MiB%n", name, ended.state(), seconds, memory.peakKib() / 1024);
                    String row = row(name, ended);
                    lines.add(row + bounds(memory.peakKib() / 1024.0, seconds, bounds(golden, row)));
                    assertNothingIsLeft(house, ended);
                }
            }
            assertThat(trap.visits()).isZero();
        }
        if ("write".equals(System.getProperty("reelmill.golden"))) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
    }

    /// The bounds that stand in the table; none where the rest of the row has changed.
    private static String bounds(List<String> golden, String row) {
        return golden.stream()
                .filter(line -> line.startsWith(row))
                .map(line -> line.substring(row.length()))
                .findFirst()
                .orElse("");
    }

    /// The bounds of the table, if they are kept. Else the next ones that leave room for a busy machine.
    private static String bounds(double mib, double seconds, String golden) {
        for (int memory : MEMORY_MIB) {
            for (int time : TIME_SECONDS) {
                String bounds = " < %d MiB | < %d s |".formatted(memory, time);
                if (bounds.equals(golden) && mib < memory && seconds < time) {
                    return golden;
                }
            }
        }
        return " < %d MiB | < %d s |".formatted(next(MEMORY_MIB, 1.3 * mib), next(TIME_SECONDS, 3 * seconds));
    }

    private static int next(List<Integer> bounds, double room) {
        return bounds.stream().filter(bound -> room < bound).findFirst().orElseThrow();
    }

    private static String row(String name, Ingest ended) {
        assertThat(ended.state()).as(name).isIn(IngestState.READY, IngestState.REJECTED);
        var failure = ended.failure();
        String reason = failure == null ? "–" : failure.code() + ": " + failure.reason();
        // How many frames a decoder calls damaged depends on its build.
        String steady = reason.replaceAll("\\d+ of (\\d+) frames", "some of $1 frames");
        return "| " + name + " | " + ended.state() + " | " + steady.replace("|", "\\|") + " |";
    }

    private static void assertNothingIsLeft(WorkerHouse house, Ingest ended) {
        if (ended.state() != IngestState.READY) {
            var store = house.bean(ObjectStore.class);
            await().untilAsserted(() -> assertThat(store.list(ended.prefix())).isEmpty());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /// Counts who comes to a port that nobody should come to.
    private record Trap(Optional<ServerSocket> socket, AtomicInteger count) implements AutoCloseable {

        static Trap on(int port) throws IOException {
            try {
                var socket = new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
                var trap = new Trap(Optional.of(socket), new AtomicInteger());
                Thread.ofVirtual().start(() -> trap.watch(socket));
                return trap;
            } catch (BindException notAllowed) {
                System.out.println("No trap stands on port " + port + ": " + notAllowed.getMessage());
                return new Trap(Optional.empty(), new AtomicInteger());
            }
        }

        int visits() {
            return count.get();
        }

        private void watch(ServerSocket server) {
            while (!server.isClosed()) {
                try (var visitor = server.accept()) {
                    System.out.println("Somebody came from " + visitor.getRemoteSocketAddress());
                    count.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (socket.isPresent()) {
                socket.get().close();
            }
        }
    }

    /// The most that any ffmpeg or ffprobe that we started has in memory, as the kernel counts it.
    private static final class PeakMemory implements AutoCloseable {

        // Before it becomes ffmpeg, a process has Java's memory, and the name of the thread that starts it.
        private static final Pattern PEAK = Pattern.compile("(?s)^Name:\\s+ff(?:mpeg|probe)\\n.*VmHWM:\\s+(\\d+) kB");

        private final Thread watcher = Thread.ofPlatform().daemon().start(this::watch);
        private volatile long peak;

        long peakKib() {
            return peak;
        }

        private void watch() {
            while (!Thread.currentThread().isInterrupted()) {
                ProcessHandle.current().descendants().forEach(process -> peak = Math.max(peak, kib(process.pid())));
                LockSupport.parkNanos(10_000_000);
            }
        }

        private static long kib(long pid) {
            try {
                Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
                return peak.find() ? Long.parseLong(peak.group(1)) : 0;
            } catch (IOException gone) {
                return 0;
            }
        }

        @Override
        public void close() {
            watcher.interrupt();
        }
    }
}
