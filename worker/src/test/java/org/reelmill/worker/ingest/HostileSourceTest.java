package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
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

/// Files made to break or to fool a reader of films.
class HostileSourceTest {

    /// Damaged or odd, but films: what can be shown of them may be shown.
    private static final Set<String> FILMS = Set.of(
            "declared_duration_136_years.mp4",
            "metadata_injection.mp4",
            "vvc_unsupported.mp4",
            "wrong_extension_mkv.mp4");

    @Test
    void rejectsHostileFilesWithAReason(@TempDir Path directory) throws IOException {
        Path folder = Needs.sharedMedia().resolve("C-open");
        try (var server = MisbehavingServer.start();
                var house = new WorkerHouse(directory)) {
            house.with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())
                    .with("reelmill.worker.retry-delay", "20ms")
                    .startWorker();
            var ingests = new TreeMap<String, Ingest>();
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                server.on("/" + name, Behaviour.good("video/mp4", Body.of(file)));
                ingests.put(name, house.start(server.address("/" + name), TicketClass.BATCH));
            }
            ingests.forEach((name, ingest) -> {
                Ingest ended = house.awaitEnd(ingest, Duration.ofMinutes(4));
                assertThat(ended.state() == IngestState.READY || ended.failure() != null)
                        .as(name)
                        .isTrue();
                if (!FILMS.contains(name)) {
                    assertThat(ended.state()).as(name).isEqualTo(IngestState.REJECTED);
                }
                if (ended.state() != IngestState.READY) {
                    var store = house.bean(ObjectStore.class);
                    await().untilAsserted(
                                    () -> assertThat(store.list(ended.prefix())).isEmpty());
                }
            });
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
