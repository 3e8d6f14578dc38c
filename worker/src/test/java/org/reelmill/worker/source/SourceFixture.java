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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.DocumentStore;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.OutboundProperties;
import org.reelmill.storage.FilmBucketProperties;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.title.Ids;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;
import org.reelmill.worker.RejectedSource;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.util.unit.DataSize;

/// A bad web server, the stores, and readers on them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceFixture {

    static final int PART = SourceParts.PART_BYTES;
    static final String TYPE = "video/mp4";

    Path directory;
    DocumentStore documents;
    ObjectStoreServer objects;
    MongoClient client;
    ObjectStore store;
    PartLedger ledger;
    SourceLinks links;
    MisbehavingServer server;
    OutboundHttp http;
    private final List<Origins> origins = new ArrayList<>();
    final byte[] film = random(2 * PART + 12_345);

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

    /// Ends the object store, and starts it again a while later.
    CompletableFuture<Void> takeStoreAway(Duration away) {
        int port = objects.port();
        objects.close();
        return CompletableFuture.runAsync(
                () -> objects = ObjectStoreServer.start(directory.resolve("objects"), port, "key", "secret-key"),
                CompletableFuture.delayedExecutor(away.toMillis(), TimeUnit.MILLISECONDS));
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
        http = new OutboundHttp(patience());
    }

    @AfterEach
    void stopServing() throws IOException {
        origins.forEach(Origins::close);
        origins.clear();
        http.close();
        server.close();
    }

    void assertRejected(String code) {
        try (var reader = readers(Ids.next(), "one/1").open(source("/film"))) {
            assertThatThrownBy(() -> all(reader)).isInstanceOfSatisfying(RejectedSource.class, rejected -> {
                assertThat(rejected.failure().code()).isEqualTo(code);
                assertThat(rejected.failure().reason())
                        .doesNotContain("127.0.0.1")
                        .doesNotContain("/film");
            });
        }
    }

    void assertUnavailable() {
        try (var reader = readers(Ids.next(), "one/1").open(source("/film"))) {
            assertThatThrownBy(() -> all(reader))
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageNotContaining("/film");
        }
    }

    SourceReaders readers(String folder, String owner) {
        return readers(new PartCache(directory.resolve("cache").resolve(folder), 1 << 30), owner);
    }

    SourceReaders readers(PartCache cache, String owner) {
        var opened = new Origins(http, patience(), properties(DataSize.ofGigabytes(1)));
        origins.add(opened);
        return new SourceReaders(ledger, store, cache, opened, links, properties(DataSize.ofGigabytes(1)), owner);
    }

    SourceProperties properties(DataSize maxSize) {
        return new SourceProperties(
                DataSize.ofGigabytes(1),
                maxSize,
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                folders(),
                Duration.ofMillis(150),
                buckets());
    }

    /// Places of films, by name.
    Map<String, Path> folders() {
        return Map.of();
    }

    Map<String, FilmBucketProperties> buckets() {
        return Map.of();
    }

    OutboundProperties patience() {
        return new OutboundProperties(
                List.of("127.0.0.1:" + server.port()), Duration.ofSeconds(2), Duration.ofMillis(400), "test");
    }

    Source source(String path) {
        return source(server.address(path));
    }

    Source source(URI link) {
        return new Source(Ids.next(), "t", links.seal(link), "mp4", null, null, null, null, null);
    }

    static byte[] all(SourceReader reader) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[100_000];
        int read = reader.read(0, buffer, buffer.length);
        while (read > 0) {
            bytes.write(buffer, 0, read);
            read = reader.read(bytes.size(), buffer, buffer.length);
        }
        return bytes.toByteArray();
    }

    static HttpResponse<byte[]> get(HttpClient client, URI uri, String range) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri).header("Range", range).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
