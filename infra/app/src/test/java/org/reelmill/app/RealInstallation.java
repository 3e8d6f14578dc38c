package org.reelmill.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.HttpProduct;
import org.reelmill.testing.Needs;
import org.reelmill.testing.parts.DocumentStoreServer;
import org.reelmill.testing.parts.FreePorts;
import org.reelmill.testing.parts.Location;
import org.reelmill.testing.parts.Minio;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.Postgres;
import org.reelmill.testing.parts.RabbitMq;

/// RabbitMQ, MinIO, PostgreSQL, a document store and the apps, each in a process of its own, started with the
/// commands and the environment of `infra/compose/compose.yaml`. Exchanged are host names, ports and paths,
/// the secrets, and, since the stand-in for MongoDB is no replica set, that word of its address.
final class RealInstallation extends HttpProduct {

    private final Path folder;
    private final List<Part> parts = new ArrayList<>();
    private final List<AppUnderTest> apps = new ArrayList<>();
    private final Map<String, String> exchanged = new LinkedHashMap<>();
    private final ComposeFile compose;
    private final int pipelinePort = FreePorts.next();
    private final int edgePort = FreePorts.next();
    private final int servingPort = FreePorts.next();
    private final int brokerPort;
    private final Location objects;

    RealInstallation(Path folder) throws IOException {
        this.folder = folder;
        var documents = CompletableFuture.supplyAsync(() -> DocumentStoreServer.start(folder.resolve("documents")));
        var database = CompletableFuture.supplyAsync(() -> Postgres.start(folder.resolve("postgres")));
        var objects = Minio.start(folder.resolve("minio"));
        var broker = RabbitMq.start(folder.resolve("rabbitmq"));
        parts.addAll(List.of(broker, objects, database.join(), documents.join()));

        exchanged.put("replicaSet=rs0&", "");
        exchanged.put("mongo:27017", "127.0.0.1:" + documents.join().location().port());
        exchanged.put("minio:9000", "127.0.0.1:" + objects.location().port());
        exchanged.put(
                "postgres:5432/reelmill",
                "127.0.0.1:" + database.join().location().port() + "/postgres");
        exchanged.put("serving:8080", "127.0.0.1:" + servingPort);
        exchanged.put(
                "/opt/reelmill/edge", Needs.root().resolve("infra/edge/nginx").toString());
        exchanged.put("/etc/reelmill/recipes", folder.resolve("recipes").toString());
        exchanged.put("/etc/reelmill", folder.resolve("etc").toString());
        exchanged.put(
                "/opt/reelmill", Needs.root().resolve("infra/app/target/app").toString());
        exchanged.put("0.0.0.0", "127.0.0.1");
        var secrets = new LinkedHashMap<>(ComposeFile.exampleSecrets());
        secrets.put("SPRING_RABBITMQ_PASSWORD", broker.location().password());
        secrets.put("REELMILL_STORAGE_SECRETKEY", objects.location().password());
        secrets.put("REELMILL_JOBS_PASSWORD", database.join().location().password());
        secrets.put("REELMILL_SERVING_PLAYBACK_EDGES", "http://127.0.0.1:" + edgePort);
        compose = ComposeFile.read(secrets);
        brokerPort = broker.location().port();
        this.objects = objects.location();
    }

    /// The bucket, past all apps.
    ObjectStore bucket() {
        return new ObjectStore(
                new StorageProperties(objects.uri(), "reelmill", "us-east-1", objects.user(), objects.password()));
    }

    AppUnderTest startPipeline(Map<String, String> more) {
        return start("pipeline", "pipeline", with(more, Map.of("SERVER_PORT", Integer.toString(pipelinePort))));
    }

    AppUnderTest startServing() {
        return start("serving", "serving", Map.of("SERVER_PORT", Integer.toString(servingPort)));
    }

    /// Another process of serving, on another port.
    AppUnderTest startServing(String name, int port) {
        return start("serving", name, Map.of("SERVER_PORT", Integer.toString(port)));
    }

    /// nginx. It wants the key that serving has made.
    AppUnderTest startEdge() {
        Needs.nginx();
        var more = Map.of(
                "REELMILL_EDGE_PORT", Integer.toString(edgePort),
                // A test's directories are their owner's only.
                "REELMILL_EDGE_USER", System.getProperty("user.name"));
        return start("edge", "edge", more, AppUnderTest.Doors.OF_NGINX);
    }

    AppUnderTest startWorker(String name, Map<String, String> more) {
        return start("worker", name, with(more, Map.of("REELMILL_WORKER_NAME", name)));
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + servingPort + "/");
    }

    @Override
    public void close() {
        apps.stream()
                .map(app -> CompletableFuture.runAsync(app::close))
                .toList()
                .forEach(CompletableFuture::join);
        parts.stream()
                .map(part -> CompletableFuture.runAsync(part::close))
                .toList()
                .forEach(CompletableFuture::join);
        super.close();
    }

    private AppUnderTest start(String service, String name, Map<String, String> more) {
        return start(service, name, more, AppUnderTest.Doors.OF_AN_APP);
    }

    private AppUnderTest start(String service, String name, Map<String, String> more, AppUnderTest.Doors doors) {
        try {
            Path directory = Files.createDirectories(folder.resolve(name));
            var command = compose.command(service).stream().map(this::here).toList();
            var environment = new LinkedHashMap<String, String>();
            compose.environment(service)
                    .forEach((variable, value) -> environment.put(
                            variable,
                            here(value)
                                    .replace("/var/lib/reelmill", directory.toString())
                                    .replace(
                                            "/var/cache/reelmill",
                                            directory.resolve("cache").toString())));
            environment.put("SPRING_RABBITMQ_HOST", "127.0.0.1");
            environment.put("SPRING_RABBITMQ_PORT", Integer.toString(brokerPort));
            environment.putAll(more);
            var app = AppUnderTest.start(name, command, environment, directory, doors);
            apps.add(app);
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String here(String value) {
        String here = value.equals("java")
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : value;
        for (var exchange : exchanged.entrySet()) {
            here = here.replace(exchange.getKey(), exchange.getValue());
        }
        return here;
    }

    @Override
    protected URI operators() {
        return URI.create("http://127.0.0.1:" + pipelinePort + "/");
    }

    @Override
    protected Path operatorKey() {
        return folder.resolve("etc/keys/operator.key");
    }

    private static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
        var both = new LinkedHashMap<>(one);
        both.putAll(other);
        return both;
    }
}
