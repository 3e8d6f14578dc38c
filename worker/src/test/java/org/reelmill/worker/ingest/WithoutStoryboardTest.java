package org.reelmill.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StoredObject;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.IngestState;

/// An encoder that draws no sheets.
class WithoutStoryboardTest {

    @Test
    void aFilmWhoseStoryboardCannotBeDrawnBecomesReadyWithoutOne(@TempDir Path directory) throws IOException {
        try (var server = MisbehavingServer.start();
                var house = new WorkerHouse(directory.resolve("house"))
                        .with("reelmill.outbound.allowed", "127.0.0.1:" + server.port())) {
            house.with("reelmill.ffmpeg.path", refusing(directory, house.tools.ffmpeg()));
            Path file = TestFilm.builder().duration(Duration.ofSeconds(4)).make(directory.resolve("film"), house.tools);
            server.on("/film.mp4", Behaviour.good("video/mp4", Body.of(file)));
            house.startWorker();

            var ready =
                    house.awaitEnd(house.start(server.address("/film.mp4"), TicketClass.BATCH), Duration.ofMinutes(2));

            assertThat(ready.failure()).isNull();
            assertThat(ready.state()).isEqualTo(IngestState.READY);
            var publication = Objects.requireNonNull(house.title(ready).publication());
            assertThat(publication.storyboard()).isNull();
            assertThat(publication.poster()).isNotNull();
            assertThat(house.bean(ObjectStore.class).list(ready.prefix()))
                    .extracting(StoredObject::key)
                    .noneMatch(key -> key.contains("storyboard"));
        }
    }

    private static Path refusing(Path directory, Path ffmpeg) throws IOException {
        Path script = Files.writeString(directory.resolve("ffmpeg"), """
                #!/bin/sh
                case "$*" in *tile=10x10*) echo "no such filter" >&2; exit 1;; esac
                exec "%s" "$@"
                """.formatted(ffmpeg));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
