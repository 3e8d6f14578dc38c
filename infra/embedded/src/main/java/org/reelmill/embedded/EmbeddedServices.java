package org.reelmill.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Document store, broker and object store on one data directory (`documents/`, `broker/`, `objects/`,
/// `keys/`), held by one process. Starting again finds everything as it was, also after `kill -9`.
public final class EmbeddedServices implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServices.class);

    /// Which ports to take on 127.0.0.1; 0 takes a free one.
    ///
    /// @param documents of the document store
    /// @param broker    of the broker
    /// @param objects   of the object store
    public record Ports(int documents, int broker, int objects) {

        /// A free port for each.
        public static final Ports FREE = new Ports(0, 0, 0);
    }

    private final DataDirectory directory;
    private final ObjectStoreKeys keys;
    private final DocumentStore documents;
    private final Broker broker;
    private final ObjectStoreServer objects;

    private EmbeddedServices(
            DataDirectory directory,
            ObjectStoreKeys keys,
            DocumentStore documents,
            Broker broker,
            ObjectStoreServer objects) {
        this.directory = directory;
        this.keys = keys;
        this.documents = documents;
        this.broker = broker;
        this.objects = objects;
    }

    /// Starts all three on free ports.
    ///
    /// @throws EmbeddedServiceException if the directory is in use or one of them cannot start; none is left
    ///     running
    public static EmbeddedServices start(Path dataDirectory) {
        return start(dataDirectory, Ports.FREE);
    }

    /// Starts all three, at the same time.
    ///
    /// @throws EmbeddedServiceException if the directory is in use or one of them cannot start; none is left
    ///     running
    public static EmbeddedServices start(Path dataDirectory, Ports ports) {
        var began = System.nanoTime();
        var directory = DataDirectory.hold(dataDirectory);
        try {
            var services = startIn(directory, ports);
            log.info(
                    "Started the embedded services on {} in {} ms",
                    dataDirectory,
                    (System.nanoTime() - began) / 1_000_000);
            return services;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedServices startIn(DataDirectory directory, Ports ports) {
        var keys = ObjectStoreKeys.keptIn(directory.resolve("keys"));
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("embedded-start-", 0).factory())) {
            var broker = threads.submit(
                    () -> Broker.start(directory.resolve("broker"), ports.broker(), Broker.Durability.DISK));
            var objects = threads.submit(() -> ObjectStoreServer.start(
                    directory.resolve("objects"), ports.objects(), keys.accessKey(), keys.secretKey()));
            var documents =
                    threads.submit(() -> DocumentStore.start(directory.resolve("documents"), ports.documents()));
            var starting = List.of(broker, objects, documents);
            try {
                return new EmbeddedServices(directory, keys, started(documents), started(broker), started(objects));
            } catch (RuntimeException e) {
                starting.forEach(part -> closeIfStarted(part, e));
                throw e;
            }
        }
    }

    /// The document store.
    public DocumentStore documents() {
        return documents;
    }

    /// The broker.
    public Broker broker() {
        return broker;
    }

    /// The object store.
    public ObjectStoreServer objects() {
        return objects;
    }

    /// The object store's access key, made at the first start and kept in `keys/object-store.properties`.
    public String accessKey() {
        return keys.accessKey();
    }

    /// The object store's secret key.
    public String secretKey() {
        return keys.secretKey();
    }

    /// Stops the broker first, so that no ticket is handed out whose document can no longer be written, then
    /// the stores. Close the clients before.
    @Override
    public void close() {
        RuntimeException failure = null;
        for (var part : List.<AutoCloseable>of(broker, objects, documents, directory)) {
            try {
                part.close();
            } catch (Exception e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException joined(@Nullable RuntimeException first, Exception next) {
        if (first == null) {
            return new EmbeddedServiceException(
                    "An embedded service did not stop in order: " + next.getMessage(), next);
        }
        first.addSuppressed(next);
        return first;
    }

    private static <T> T started(Future<T> part) {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EmbeddedServiceException known
                    ? known
                    : new EmbeddedServiceException("An embedded service did not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServiceException("The start of the embedded services was interrupted", e);
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> part, RuntimeException failure) {
        try {
            part.get().close();
        } catch (ExecutionException e) {
            // It did not start: nothing to close, and the first failure is told already.
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
