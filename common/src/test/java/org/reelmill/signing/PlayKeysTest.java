package org.reelmill.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayKeysTest {

    @TempDir
    private Path directory;

    @Test
    void theFirstStartMakesTwoLiveKeysThatOnlyTheOwnerCanRead() throws IOException {
        var keys = PlayKeys.inDirectory(directory);
        var file = directory.resolve("play-keys.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).containsOnlyOnce("SIGNING").containsOnlyOnce("ACCEPTED");
        assertThat(PlayKeys.inDirectory(directory).signing()).isEqualTo(keys.signing());
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void allWhoStartAtOnceGetTheSameKeys() {
        var signing = IntStream.range(0, 16)
                .parallel()
                .mapToObj(unused -> PlayKeys.inDirectory(directory).signing())
                .distinct();
        assertThat(signing).hasSize(1);
    }

    @Test
    void aChangedFileIsInForceWithinASecond() throws IOException {
        var keys = PlayKeys.inDirectory(directory);
        var before = keys.signing();
        swapStates();
        await().until(() -> !keys.signing().equals(before));
        assertThat(keys.find(before.id()).orElseThrow().state()).isEqualTo(PlayKey.State.ACCEPTED);
    }

    @Test
    void aFileBrokenLaterChangesNothing() throws IOException {
        var keys = PlayKeys.inDirectory(directory);
        var before = keys.signing();
        Files.writeString(directory.resolve("play-keys.json"), "{\"keys\": [");
        await().pollDelay(Duration.ofMillis(700)).until(() -> keys.signing().equals(before));
        assertThat(keys.find(before.id())).contains(before);
    }

    @Test
    void aFileWithoutASigningKeyIsRefusedWithTheReason() throws IOException {
        PlayKeys.inDirectory(directory);
        var file = directory.resolve("play-keys.json");
        Files.writeString(file, Files.readString(file).replace("SIGNING", "RETIRED"));
        assertThatThrownBy(() -> PlayKeys.inDirectory(directory))
                .hasMessageContaining("exactly one key must be SIGNING");
    }

    @Test
    void theEdgeKeyOpensOnlyItself() throws IOException {
        var key = EdgeKey.inDirectory(directory);
        assertThat(EdgeKey.inDirectory(directory).opens(key.authorization())).isTrue();
        assertThat(key.opens(key.authorization() + "x")).isFalse();
        assertThat(key.opens("")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("edge.key"))))
                .isEqualTo("rw-------");
    }

    private void swapStates() throws IOException {
        var file = directory.resolve("play-keys.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("SIGNING", "?")
                        .replace("ACCEPTED", "SIGNING")
                        .replace("?", "ACCEPTED"));
    }
}
