package org.reelmill.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.storage.ContentType;
import org.springframework.util.unit.DataSize;

class EdgeCacheTest {

    private static final String BIG = "titles/t1/p1/v/big.m4s";
    private static final byte[] CONTENT = AllowedRows.OBJECTS.stream()
            .filter(object -> object.key().equals(BIG))
            .findFirst()
            .orElseThrow()
            .content();

    @TempDir
    private Path directory;

    private EdgeFixture fixture;

    @BeforeEach
    void startTheStore() throws IOException {
        fixture = new EdgeFixture(directory);
    }

    @AfterEach
    void stopTheStore() {
        fixture.close();
    }

    @Test
    void twoHundredViewersAtOnceCostOneFetch() throws Exception {
        try (var origin = new StubOrigin(CONTENT);
                var store = EdgeFixture.store(origin.endpoint());
                var edge = fixture.start(store, DataSize.ofMegabytes(100));
                var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            origin.takeItsTime(Duration.ofMillis(500));
            Callable<byte[]> viewer =
                    () -> RawHttp.get(edge.port(), target(BIG)).body();
            var watching = IntStream.range(0, 200)
                    .mapToObj(unused -> viewers.submit(viewer))
                    .toList();
            for (var body : watching) {
                assertThat(body.get()).isEqualTo(CONTENT);
            }
            assertThat(origin.gets).hasValue(1);
        }
    }

    @Test
    void whatIsCachedSurvivesARestartAndALostStore() throws IOException {
        try (var edge = fixture.start()) {
            assertThat(RawHttp.get(edge.port(), target(BIG)).status()).isEqualTo(200);
        }
        try (var nobody = EdgeFixture.store(URI.create("http://127.0.0.1:9"));
                var edge = fixture.start(nobody, DataSize.ofMegabytes(100))) {
            var again = RawHttp.get(edge.port(), target(BIG));
            assertThat(again.body()).isEqualTo(CONTENT);
            assertThat(again.header("Content-Type")).isEqualTo("video/iso.segment");
            assertThat(again.header("Cache-Control")).isEqualTo(ContentType.SEGMENT.cacheControl());
            assertThat(edge.originFetches()).isZero();
            var other = RawHttp.get(edge.port(), target("titles/t1/p1/v/seg-1.m4s"));
            assertThat(other.status()).isEqualTo(502);
            assertThat(other.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void twoEdgesDoNotShareADirectory() {
        try (var edge = fixture.start()) {
            assertThat(edge.port()).isPositive();
            assertThatThrownBy(() -> fixture.start()).hasMessageContaining("in use by another edge");
        }
    }

    @Test
    void whatAKilledEdgeLeftUnfinishedIsCleared() throws IOException {
        var folder = Files.createDirectories(fixture.cache().resolve("00"));
        Files.write(folder.resolve("a" + CacheFile.PART_SUFFIX), CONTENT);
        Files.write(folder.resolve("b" + CacheFile.SUFFIX), CONTENT);
        Files.write(folder.resolve("c" + CacheFile.SUFFIX), new byte[0]);
        try (var edge = fixture.start()) {
            assertThat(folder).isEmptyDirectory();
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
        }
    }

    @Test
    void aFileDamagedBetweenTwoRunsIsFetchedAgain() throws IOException {
        try (var edge = fixture.start()) {
            RawHttp.get(edge.port(), target(BIG));
        }
        var file = onlyFile();
        var modified = Files.getLastModifiedTime(file);
        damage(file);
        Files.setLastModifiedTime(file, modified);
        try (var edge = fixture.start()) {
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
            assertThat(edge.originFetches()).isOne();
        }
    }

    @Test
    void aFileDamagedWhileTheEdgeRunsIsFetchedAgain() throws IOException {
        try (var edge = fixture.start()) {
            RawHttp.get(edge.port(), target(BIG));
            var file = onlyFile();
            damage(file);
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
            try (var other = Files.newByteChannel(newestFile(), StandardOpenOption.WRITE)) {
                other.truncate(10_000);
            }
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
            Files.delete(newestFile());
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
            assertThat(edge.originFetches()).isEqualTo(4);
        }
    }

    @Test
    void whatEndsEarlyIsNeitherShownNorKept() throws IOException {
        try (var origin = new StubOrigin(CONTENT);
                var store = EdgeFixture.store(origin.endpoint());
                var edge = fixture.start(store, DataSize.ofMegabytes(100))) {
            for (var mood : List.of(StubOrigin.Mood.ENDS_EARLY, StubOrigin.Mood.FORBIDS)) {
                origin.become(mood);
                var answer = RawHttp.get(edge.port(), target(BIG));
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
                assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            }
            assertThat(files()).isEmpty();
            origin.become(StubOrigin.Mood.GOOD);
            assertThat(RawHttp.get(edge.port(), target(BIG)).body()).isEqualTo(CONTENT);
        }
    }

    @Test
    void theLeastRecentlyUsedGoesWhenTheCacheIsFull() throws IOException {
        var size = DataSize.ofKilobytes(1000);
        var piece = Arrays.copyOf(CONTENT, 300 * 1024);
        IntStream.range(0, 5).forEach(i -> fixture.store.put(key(i), piece, ContentType.SEGMENT));
        try (var edge = fixture.start(fixture.store, size)) {
            for (var number : List.of(0, 1, 2, 0, 3)) { // 3 drives out 1
                RawHttp.get(edge.port(), target(key(number)));
            }
            assertThat(edge.originFetches()).isEqualTo(4);
            RawHttp.get(edge.port(), target(key(0)));
            assertThat(edge.originFetches()).isEqualTo(4);
            assertThat(RawHttp.get(edge.port(), target(key(1))).body()).isEqualTo(piece);
            assertThat(edge.originFetches()).isEqualTo(5);
        }
        assertThat(files()).hasSize(3);
    }

    @Test
    void aGrowingPlaylistIsAtMostASecondOld() throws IOException {
        var key = "titles/t1/p1/now/v.m3u8";
        try (var edge = fixture.start()) {
            var seconds = secondsOfAsking(edge, key, 200);
            assertThat(edge.originFetches()).isLessThanOrEqualTo(2 + seconds);
            assertThat(get(edge, key).header("Cache-Control")).isEqualTo("public, max-age=1");
            fixture.store.put(key, bytes("#EXTM3U\n# more"), ContentType.GROWING_PLAYLIST);
            await().until(() -> Arrays.equals(get(edge, key).body(), bytes("#EXTM3U\n# more")));
        }
    }

    @Test
    void whatWasMissingIsFoundASecondLater() {
        var key = "titles/t1/p1/now/late.m3u8";
        try (var edge = fixture.start()) {
            var seconds = secondsOfAsking(edge, key, 404);
            assertThat(edge.originFetches()).isLessThanOrEqualTo(2 + seconds);
            fixture.store.put(key, bytes("#EXTM3U"), ContentType.GROWING_PLAYLIST);
            await().until(() -> get(edge, key).status() == 200);
        }
    }

    /// Asks twenty times and returns how many whole seconds that took: the edge may have fetched once in each.
    private static int secondsOfAsking(EdgeServer edge, String key, int status) {
        long begun = System.nanoTime();
        IntStream.range(0, 20)
                .forEach(unused -> assertThat(get(edge, key).status()).isEqualTo(status));
        return (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private static RawHttp.Answer get(EdgeServer edge, String key) {
        try {
            return RawHttp.get(edge.port(), target(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(int number) {
        return "titles/t1/p1/v/piece-" + number + ".m4s";
    }

    private static String target(String key) {
        return "/" + VectorTokens.good() + "/" + key;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[CacheFile.BODY_AT + 1_234_567] ^= 1;
        Files.write(file, bytes);
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().getFirst();
    }

    private Path newestFile() throws IOException {
        return files().stream()
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (var walk = Files.walk(fixture.cache())) {
            return walk.filter(path -> path.toString().endsWith(CacheFile.SUFFIX))
                    .toList();
        }
    }
}
