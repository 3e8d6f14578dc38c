package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.DocumentStore;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.OutboundProperties;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.title.Ids;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;
import org.reelmill.worker.RejectedSource;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceReaderTest {

    private static final int PART = SourceParts.PART_BYTES;
    private static final String TYPE = "video/mp4";

    private Path directory;
    private DocumentStore documents;
    private ObjectStoreServer objects;
    private MongoClient client;
    private ObjectStore store;
    private PartLedger ledger;
    private SourceLinks links;
    private MisbehavingServer server;
    private OutboundHttp http;
    private final byte[] film = random(2 * PART + 12_345);

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        documents = DocumentStore.start(directory.resolve("documents"), 0);
        objects = ObjectStoreServer.start(directory.resolve("objects"), 0, "key", "secret-key");
        client = MongoClients.create(documents.uri());
        store = new ObjectStore(
                new StorageProperties(objects.endpoint(), "reelmill", "us-east-1", "key", "secret-key"));
        store.createBucket();
        ledger = new PartLedger(new MongoTemplate(client, "reelmill"), store);
        links = SourceLinks.withKeyFile(directory.resolve("links.key"));
    }

    @AfterAll
    void stop() {
        store.close();
        client.close();
        objects.close();
        documents.close();
    }

    @BeforeEach
    void serve() {
        server = MisbehavingServer.start();
        http = new OutboundHttp(new OutboundProperties(
                List.of("127.0.0.1:" + server.port()), Duration.ofSeconds(2), Duration.ofMillis(400), "test"));
    }

    @AfterEach
    void stopServing() throws IOException {
        http.close();
        server.close();
    }

    @Test
    void readsEveryByteOnceFromTheOrigin() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var one = readers("one", "one/1").open(source);
                var two = readers("two", "two/1").open(source)) {
            try (var executor = Executors.newFixedThreadPool(4)) {
                var reads = IntStream.range(0, 4)
                        .mapToObj(i -> executor.submit(() -> all(i % 2 == 0 ? one : two)))
                        .toList();
                for (var read : reads) {
                    assertThat(Arrays.equals(read.get(), film)).isTrue();
                }
            }
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void readsTheEndWithoutTheMiddle() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            byte[] last = new byte[100];
            assertThat(reader.size()).isEqualTo(film.length);
            int read = reader.read(film.length - 100L, last, 100);

            assertThat(read).isEqualTo(100);
            assertThat(last).isEqualTo(Arrays.copyOfRange(film, film.length - 100, film.length));
        }
        assertThat(server.bytes("/film")).isLessThan(film.length - PART + 1L);
    }

    @Test
    void fetchesNothingAgainAfterARestart() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers("one", "one/1").open(source)) {
            all(reader);
            for (int part = 0; part < 3; part++) {
                reader.awaitStored(part);
            }
        }
        try (var sameDirectory = readers("one", "one/2").open(source);
                var newDirectory = readers("three", "three/1").open(source)) {
            assertThat(Arrays.equals(all(sameDirectory), film)).isTrue();
            assertThat(Arrays.equals(all(newDirectory), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void takesOverWhatAKilledProcessOfItsOwnClaimed() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        ledger.claim(source.id(), 0, "one/killed");
        ledger.claim(source.id(), 1, "other/killed");
        long began = System.nanoTime();
        try (var reader = readers("one", "one/2").open(source)) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        // The other worker's claim only after it stood still for the patience of one second.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void goesOnBehindABrokenConnection() throws Exception {
        server.on(
                "/film",
                Behaviour.first(
                        1, Behaviour.closeEarly(TYPE, Body.of(film), 1_000_000), Behaviour.good(TYPE, Body.of(film))));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isLessThanOrEqualTo(film.length + 1_000_000L);
    }

    @Test
    void fallsBackToOneFetchWithoutRanges() throws Exception {
        server.on("/film", Behaviour.withoutRanges(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var one = readers("one", "one/1").open(source);
                var two = readers("two", "two/1").open(source)) {
            assertThat(one.size()).isEqualTo(film.length);
            assertThat(Arrays.equals(all(one), film)).isTrue();
            assertThat(Arrays.equals(all(two), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void waitsWhileTheServerIsBusy() throws Exception {
        server.on("/film", Behaviour.first(2, Behaviour.busy(Duration.ZERO), Behaviour.good(TYPE, Body.of(film))));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
    }

    @Test
    void keepsTheCacheWithinItsLimit() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        var cache = new PartCache(directory.resolve("small"), PART + 1);
        var readers = readers(cache, "small/1");
        try (var reader = readers.open(source("/film"))) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
        assertThat(server.bytes("/film")).isEqualTo(film.length);
    }

    @Test
    void rejectsWhatIsGone() {
        server.on("/film", Behaviour.status(404));
        assertRejected("source-gone");
    }

    @Test
    void rejectsAnEmptyFilm() {
        server.on("/film", Behaviour.good(TYPE, Body.of(new byte[0])));
        assertRejected("source-empty");
        server.on("/film", Behaviour.withoutRanges(TYPE, Body.of(new byte[0])));
        assertRejected("source-empty");
    }

    @Test
    void rejectsAFilmThatChangesHalfWay() {
        server.on("/film", Behaviour.changing(TYPE, Body.of(film), Body.of(random(film.length)), 2));
        assertRejected("source-changed");
    }

    @Test
    void rejectsAFilmThatIsShorterThanItsServerSays() {
        server.on("/film", Behaviour.closeEarly(TYPE, Body.of(film), 0));
        assertRejected("source-truncated");
    }

    @Test
    void rejectsALengthThatPromisesTooMuch() {
        server.on("/film", Behaviour.wrongLength(TYPE, Body.of(film), film.length + 5_000));
        assertRejected("source-truncated");
    }

    @Test
    void takesNoMoreThanTheLengthThatIsSaid() throws Exception {
        server.on("/film", Behaviour.wrongLength(TYPE, Body.of(film), film.length - 5_000));
        try (var reader = readers("one", "one/1").open(source("/film"))) {
            assertThat(all(reader)).hasSize(film.length - 5_000);
        }
    }

    @Test
    void rejectsAPrivateAddress() {
        server.on("/film", Behaviour.redirect("http://10.0.0.1/film"));
        assertRejected("source-address");
    }

    @Test
    void isUnavailableWhereTheServerHangs() {
        server.on("/film", Behaviour.hang());
        assertUnavailable();
        server.on("/film", Behaviour.hangAfter(TYPE, Body.of(film), 1000));
        assertUnavailable();
    }

    @Test
    void isUnavailableWhereTheServerStaysBusy() {
        server.on("/film", Behaviour.busy(Duration.ZERO));
        assertUnavailable();
    }

    @Test
    void leavesNothingAfterItIsDropped() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        Source source = source("/film");
        try (var reader = readers("one", "one/1").open(source)) {
            all(reader);
            reader.awaitStored(2);
        }
        assertThat(store.list(SourceParts.prefix(source.id()))).hasSize(3);

        ledger.drop(source.id());

        assertThat(store.list(SourceParts.prefix(source.id()))).isEmpty();
        assertThat(ledger.file(source.id())).isEmpty();
        assertThat(ledger.find(source.id(), 0)).isEmpty();
    }

    @Test
    void readsAnUploadFromObjectStorage() throws Exception {
        String id = Ids.next();
        for (int part = 0; part < 3; part++) {
            byte[] bytes = Arrays.copyOfRange(film, part * PART, Math.min(film.length, (part + 1) * PART));
            store.put(SourceParts.key(id, part), bytes, org.reelmill.storage.ContentType.BYTES);
        }
        var upload = new Source(id, "t", null, "mp4", null, (long) film.length, null, null, null);
        try (var reader = readers("one", "one/1").open(upload)) {
            assertThat(Arrays.equals(all(reader), film)).isTrue();
        }
    }

    @Test
    void servesRangesOnTheLoopbackUnderASecretPath() throws Exception {
        server.on("/film", Behaviour.good(TYPE, Body.of(film)));
        try (var loopback = new LoopbackSource();
                var reader = readers("one", "one/1").open(source("/film"));
                var opened = loopback.open(reader);
                var browser = HttpClient.newHttpClient()) {
            assertThat(opened.uri().getHost()).isEqualTo("127.0.0.1");
            var range = get(browser, opened.uri(), "bytes=4194300-4194310");
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.headers().firstValue("Content-Range")).contains("bytes 4194300-4194310/" + film.length);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(film, 4194300, 4194311));
            assertThat(Arrays.equals(get(browser, opened.uri(), "bytes=0-").body(), film))
                    .isTrue();
            assertThat(get(browser, opened.uri(), "bytes=" + film.length + "-").statusCode())
                    .isEqualTo(416);
            assertThat(get(browser, opened.uri().resolve("/film"), "bytes=0-").statusCode())
                    .isEqualTo(404);
            opened.close();
            assertThat(get(browser, opened.uri(), "bytes=0-").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tellsWhyTheLoopbackBrokeOff() throws Exception {
        server.on("/film", Behaviour.status(404));
        try (var loopback = new LoopbackSource();
                var reader = readers("one", "one/1").open(source("/film"));
                var opened = loopback.open(reader);
                var browser = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> get(browser, opened.uri(), "bytes=0-")).isInstanceOf(IOException.class);
            assertThatThrownBy(opened::check).isInstanceOf(RejectedSource.class);
        }
    }

    private void assertRejected(String code) {
        try (var reader = readers(Ids.next(), "one/1").open(source("/film"))) {
            assertThatThrownBy(() -> all(reader)).isInstanceOfSatisfying(RejectedSource.class, rejected -> {
                assertThat(rejected.failure().code()).isEqualTo(code);
                assertThat(rejected.failure().reason())
                        .doesNotContain("127.0.0.1")
                        .doesNotContain("/film");
            });
        }
    }

    private void assertUnavailable() {
        try (var reader = readers(Ids.next(), "one/1").open(source("/film"))) {
            assertThatThrownBy(() -> all(reader))
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageNotContaining("/film");
        }
    }

    private SourceReaders readers(String folder, String owner) {
        return readers(new PartCache(directory.resolve("cache").resolve(folder), 1 << 30), owner);
    }

    private SourceReaders readers(PartCache cache, String owner) {
        var properties = new SourceProperties(
                DataSize.ofGigabytes(1),
                DataSize.ofGigabytes(1),
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(20),
                Duration.ofSeconds(1));
        return new SourceReaders(ledger, store, cache, http, links, properties, owner);
    }

    private Source source(String path) {
        return new Source(Ids.next(), "t", links.seal(server.address(path)), "mp4", null, null, null, null, null);
    }

    private static byte[] all(SourceReader reader) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[100_000];
        int read = reader.read(0, buffer, buffer.length);
        while (read > 0) {
            bytes.write(buffer, 0, read);
            read = reader.read(bytes.size(), buffer, buffer.length);
        }
        return bytes.toByteArray();
    }

    private static HttpResponse<byte[]> get(HttpClient client, URI uri, String range)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri).header("Range", range).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
