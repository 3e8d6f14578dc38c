package org.reelmill.edge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.signing.Denials;
import org.reelmill.signing.PlayKeys;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/// A real edge before a real object store that holds the vectors' objects.
final class EdgeFixture implements AutoCloseable {

    static final DataSize ROOMY = DataSize.ofMegabytes(100);

    final AtomicReference<Instant> now = new AtomicReference<>(VectorTokens.NOW);
    final AtomicReference<Denials> denials = new AtomicReference<>(Denials.NONE);
    final ObjectStoreServer s3;
    final ObjectStore store;
    private final Path directory;

    EdgeFixture(Path directory) throws IOException {
        this.directory = directory;
        s3 = ObjectStoreServer.start(directory.resolve("objects"), 0, "access", "secret-secret");
        store = store(URI.create("http://127.0.0.1:" + s3.port()));
        store.createBucket();
        AllowedRows.OBJECTS.forEach(object -> store.put(object.key(), object.content(), type(object)));
        var keys = Files.createDirectories(directory.resolve("keys")).resolve("play-keys.json");
        var json = JsonMapper.builder().build();
        Files.writeString(keys, json.writeValueAsString(Map.of("keys", VectorTokens.KEYS)));
    }

    static ObjectStore store(URI endpoint) {
        return store(origin(endpoint));
    }

    static ObjectStore store(StorageProperties properties) {
        return new ObjectStore(properties);
    }

    static StorageProperties origin(URI endpoint) {
        return new StorageProperties(endpoint, "reelmill", "us-east-1", "access", "secret-secret");
    }

    StorageProperties origin() {
        return origin(s3.endpoint());
    }

    Path directory() {
        return directory;
    }

    EdgeServer start(ObjectStore origin, DataSize size) {
        var properties = new EdgeProperties(
                "127.0.0.1",
                0,
                cache(),
                size,
                URI.create("http://127.0.0.1:9/unused"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                null);
        var verifier = new PlayTokenVerifier(PlayKeys.inDirectory(directory.resolve("keys")));
        return new EdgeServer(properties, verifier, origin, denials::get, now::get).start();
    }

    EdgeServer start() {
        return start(store, ROOMY);
    }

    Path cache() {
        return directory.resolve("cache");
    }

    private static ContentType type(Vectors.StoredFile object) {
        return object.key().contains("/now/")
                ? ContentType.GROWING_PLAYLIST
                : Arrays.stream(ContentType.values())
                        .filter(type -> type.mediaType().equals(object.contentType()))
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public void close() {
        store.close();
        s3.close();
    }
}
