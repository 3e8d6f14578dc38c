package org.reelmill.worker.publish;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.reelmill.embedded.DocumentStore;
import org.reelmill.embedded.ObjectStoreServer;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.springframework.data.mongodb.core.MongoTemplate;

/// The real object store and document store for a test class.
final class Stores implements AutoCloseable {

    private static final AtomicInteger TITLES = new AtomicInteger();

    private final DocumentStore documents;
    private final ObjectStoreServer server;
    private final MongoClient client;
    final MongoTemplate mongo;
    final ObjectStore objects;
    final Ingests ingests;

    Stores(Path directory) {
        documents = DocumentStore.start(directory.resolve("documents"), 0);
        server = ObjectStoreServer.start(directory.resolve("objects"), 0, "access", "secret-secret");
        client = MongoClients.create(documents.uri());
        mongo = new MongoTemplate(client, "reelmill");
        objects = new ObjectStore(
                new StorageProperties(server.endpoint(), "films", "us-east-1", "access", "secret-secret"));
        objects.createBucket();
        ingests = new Ingests(mongo);
    }

    /// A stored ingest of a title of its own, ENCODING.
    Ingest ingest(String ticketClass) {
        String title = "title" + TITLES.incrementAndGet();
        var ingest = new Ingest(
                title + "-1",
                title,
                title + "-source",
                IngestState.ENCODING,
                ticketClass,
                0,
                null,
                null,
                null,
                Instant.now(),
                null,
                null,
                null,
                null);
        ingests.add(ingest);
        return ingest;
    }

    String text(Ingest ingest, String name) {
        return objects.get(ingest.prefix() + name)
                .map(content -> new String(content.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    @Override
    public void close() {
        objects.close();
        client.close();
        server.close();
        documents.close();
    }
}
