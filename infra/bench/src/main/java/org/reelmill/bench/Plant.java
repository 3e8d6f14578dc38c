package org.reelmill.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.HttpProduct;
import org.reelmill.testing.parts.FreePorts;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Reelmill as processes of its own on this machine: the embedded parts in one, the pipeline, any number of
/// workers, and, where they are wanted, serving and edge.
final class Plant extends HttpProduct {

    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final List<PlantProcess> running = new ArrayList<>();
    private final int operatorPort = FreePorts.next();
    private final int viewerPort = FreePorts.next();
    private final PlantProcess parts;
    private final PlantProcess pipeline;
    private final MongoClient client;
    private final ObjectStore store;

    private Plant(Path folder, Map<String, String> more) {
        this.folder = folder;
        parts = started(PlantProcess.parts(folder.resolve("parts")));
        parts.up();
        settings.putAll(read(folder.resolve("parts").resolve(EmbeddedParts.PROPERTIES)));
        settings.put("reelmill.keys.directory", folder.resolve("keys").toString());
        settings.put("reelmill.reconcile.every", "500ms");
        settings.put("server.address", "127.0.0.1");
        settings.putAll(more);
        client = MongoClients.create(setting("spring.mongodb.uri"));
        store = new ObjectStore(new StorageProperties(
                URI.create(setting("reelmill.storage.endpoint")),
                "reelmill",
                "us-east-1",
                setting("reelmill.storage.access-key"),
                setting("reelmill.storage.secret-key")));
        pipeline = app("pipeline", "pipeline", Map.of("server.port", Integer.toString(operatorPort)), null);
        pipeline.up(); // Makes the keys that all share.
    }

    /// Starts parts and pipeline.
    ///
    /// @param settings of all apps
    static Plant start(Path folder, Map<String, String> settings) {
        return new Plant(folder, settings);
    }

    /// Starts serving and the edge as well, and waits until films can be watched.
    Plant withPages() {
        int edgePort = FreePorts.next();
        settings.put("reelmill.serving.guests", "true");
        settings.put("reelmill.serving.playback.edges", "http://127.0.0.1:" + edgePort);
        settings.put("reelmill.edge.port", Integer.toString(edgePort));
        settings.put("reelmill.edge.denials", "http://127.0.0.1:" + viewerPort + "/api/edges/denials");
        app("serving", "serving", Map.of("server.port", Integer.toString(viewerPort)), null)
                .up(); // Makes the edge's key.
        app("edge", "edge", Map.of(), null).up();
        return this;
    }

    /// Starts a worker; returns at once. Of the same name it goes on in the directory of the one before.
    ///
    /// @param core the one that it and its encoders are bound to; null for all
    PlantProcess worker(String name, Map<String, String> own, @Nullable Integer core) {
        var more = new HashMap<>(own);
        more.put("reelmill.worker.name", name);
        return app("worker", name, more, core);
    }

    PlantProcess worker(String name, Map<String, String> own) {
        return worker(name, own, null);
    }

    PlantProcess parts() {
        return parts;
    }

    PlantProcess pipeline() {
        return pipeline;
    }

    /// The document store, past all apps.
    MongoTemplate documents() {
        return new MongoTemplate(client, "reelmill");
    }

    /// The bucket, past all apps.
    ObjectStore store() {
        return store;
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + viewerPort + "/");
    }

    @Override
    public void close() {
        var apps = running.subList(1, running.size());
        CompletableFuture.allOf(apps.stream()
                        .map(app -> CompletableFuture.runAsync(app::close))
                        .toArray(CompletableFuture[]::new))
                .join();
        store.close();
        client.close();
        parts.close();
        super.close();
    }

    private PlantProcess app(String kind, String name, Map<String, String> own, @Nullable Integer core) {
        var all = new HashMap<>(settings);
        all.putAll(own);
        return started(PlantProcess.app(kind, folder.resolve(name), all, core));
    }

    private PlantProcess started(PlantProcess process) {
        running.add(process);
        return process;
    }

    @Override
    protected URI operators() {
        return URI.create("http://127.0.0.1:" + operatorPort + "/");
    }

    private String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    @Override
    protected Path operatorKey() {
        return folder.resolve("keys/operator.key");
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var read = new HashMap<String, String>();
        properties.forEach((name, value) -> read.put(name.toString(), value.toString()));
        return read;
    }
}
