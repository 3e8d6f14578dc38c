package org.reelmill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.ObjectStoreServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStoreTest {

    private ObjectStoreServer server;
    private ObjectStore store;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = ObjectStoreServer.start(directory.resolve("objects"), 0, "key", "secret-key");
        store = new ObjectStore(new StorageProperties(server.endpoint(), "reelmill", "us-east-1", "key", "secret-key"));
        store.createBucket();
    }

    @AfterAll
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void findsTheBucketThatIsThere() {
        store.createBucket();

        assertThat(store.list("no/such/prefix/")).isEmpty();
    }

    @Test
    void readsBackWhatWasPut(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("film"), "0123456789");
        store.put("put/file", file, ContentType.SEGMENT);
        store.put("put/bytes", "abc".getBytes(UTF_8), ContentType.PLAYLIST);

        assertThat(store.get("put/file").orElseThrow().bytes()).asString(UTF_8).isEqualTo("0123456789");
        assertThat(store.head("put/bytes").orElseThrow().bytes()).isEqualTo(3);
        try (var range = store.open("put/file", 2, 4).orElseThrow()) {
            assertThat(range.readAllBytes()).asString(UTF_8).isEqualTo("234");
        }
        try (var whole = store.download("put/bytes").orElseThrow()) {
            assertThat(whole.contentType()).isEqualTo("application/vnd.apple.mpegurl");
            assertThat(whole.cacheControl()).contains("immutable");
        }
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThat(store.get("absent")).isEmpty();
        assertThat(store.head("absent")).isEmpty();
        assertThat(store.open("absent")).isEmpty();
        assertThat(store.open("absent", 0, 1)).isEmpty();
    }

    @Test
    void letsOneOfManyWriteAFreeKey() throws Exception {
        var start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(8)) {
            var futures = IntStream.range(0, 8)
                    .mapToObj(i -> executor.submit(() -> {
                        start.await();
                        return store.putIfAbsent("race/init.mp4", ("by " + i).getBytes(UTF_8), ContentType.INIT);
                    }))
                    .toList();
            start.countDown();
            int winners = 0;
            for (var future : futures) {
                winners += future.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        store.put("now/v.m3u8", "one".getBytes(UTF_8), ContentType.GROWING_PLAYLIST);
        String etag = store.get("now/v.m3u8").orElseThrow().etag();

        assertThat(store.putIfMatch("now/v.m3u8", "two".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isTrue();
        assertThat(store.putIfMatch("now/v.m3u8", "three".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isFalse();
        assertThat(store.putIfMatch("now/gone.m3u8", "x".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isFalse();
        assertThat(store.get("now/v.m3u8").orElseThrow().bytes())
                .asString(UTF_8)
                .isEqualTo("two");
    }

    @Test
    void letsOneOfManyReplaceTheSameVersion() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "now/race" + round + ".m3u8";
            store.put(key, "first".getBytes(UTF_8), ContentType.GROWING_PLAYLIST);
            String etag = store.get(key).orElseThrow().etag();
            var start = new CountDownLatch(1);
            try (var threads = Executors.newFixedThreadPool(8)) {
                var puts = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> {
                            start.await();
                            return store.putIfMatch(
                                    key, ("by " + i).getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag);
                        }))
                        .toList();
                start.countDown();
                int winners = 0;
                for (var put : puts) {
                    winners += put.get() ? 1 : 0;
                }
                assertThat(winners).as("round %d", round).isEqualTo(1);
            }
        }
    }

    @Test
    void deletesAPrefixOfMoreThanAThousandObjects() {
        for (int i = 0; i < 1_010; i++) {
            store.put("many/a/" + i, new byte[] {1}, ContentType.BYTES);
        }
        store.put("many/ab", new byte[] {1}, ContentType.BYTES);

        assertThat(store.list("many/a/")).hasSize(1_010);
        store.deleteAll("many/a/");

        assertThat(store.list("many/")).extracting(StoredObject::key).containsExactly("many/ab");
    }
}
