package org.reelmill.app.drills;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.app.CountedFfmpeg;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.Relay;
import org.reelmill.testing.parts.DocumentStoreServer;
import org.reelmill.testing.parts.FreePorts;
import org.reelmill.testing.parts.Minio;
import org.reelmill.testing.parts.RabbitMq;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.springframework.data.mongodb.core.MongoTemplate;

/// All of Reelmill as processes of their own on real parts: broker, object store, document store, pipeline,
/// serving, workers. Each worker reaches the object store through a relay of its own, so that a drill knows
/// and can disturb what it does.
final class Mill implements AutoCloseable {

    /// A worker, and the ways on which it reaches its parts.
    record Worker(App app, Relay store) {

        boolean holds(Task task) {
            return task.owner() != null && task.owner().startsWith(app.name() + "-");
        }
    }

    private final Path folder;
    private final MediaTools tools = MediaTools.bundled();
    private final CountedFfmpeg encoder;
    private final RabbitMq broker;
    private final Minio objects;
    private final DocumentStoreServer documents;
    private final Relay toDocuments;
    private final Relay pipelineStore;
    private final App pipeline;
    private final App serving;
    private final App edge;
    private final List<Worker> workers = new ArrayList<>();
    private final int operatorPort = FreePorts.next();
    private final int viewerPort = FreePorts.next();
    private final int edgePort = FreePorts.next();
    private final MongoClient client;
    private final ObjectStore store;
    private final MongoTemplate mongo;

    /// @param settings of all apps, besides where the parts are
    Mill(Path folder, int workers, Map<String, String> settings) throws IOException {
        this.folder = folder;
        encoder = new CountedFfmpeg(tools, Files.createDirectories(folder.resolve("encoder")));
        Files.writeString(Files.createDirectories(folder.resolve("ladders")).resolve("drill.yml"), """
                preset: veryfast
                rungs:
                  - { height: 360, crf: 24, maxKbps: 800 }
                  - { height: 180, crf: 24, maxKbps: 300 }
                """);
        broker = RabbitMq.start(folder.resolve("broker"));
        objects = Minio.start(folder.resolve("objects"));
        documents = DocumentStoreServer.start(folder.resolve("documents"));
        toDocuments = Relay.ofBytes(documents.location().port());
        client = MongoClients.create(documents.location().uri().toString());
        mongo = new MongoTemplate(client, "reelmill");
        store = new ObjectStore(storage());
        var all = new HashMap<>(common());
        all.putAll(settings);
        pipelineStore = Relay.ofHttp(objects.location().port());
        var upkeep = with(all, "reelmill.storage.endpoint", "http://127.0.0.1:" + pipelineStore.port());
        pipeline = new App("pipeline", "pipeline", folder, with(upkeep, "server.port", operatorPort));
        serving = new App("serving", "serving", folder, with(all, "server.port", viewerPort));
        edge = new App("edge", "edge", folder, all);
        for (int i = 1; i <= workers; i++) {
            var relay = Relay.ofHttp(objects.location().port());
            var own = with(all, "reelmill.storage.endpoint", "http://127.0.0.1:" + relay.port());
            var name = "worker" + i;
            this.workers.add(
                    new Worker(new App(name, "worker", folder, with(own, "reelmill.worker.name", name)), relay));
        }
        pipeline.start(); // Makes the keys that all share.
        others().forEach(App::launch);
        others().forEach(App::awaitUp);
    }

    private Map<String, String> common() {
        var settings = new HashMap<String, String>();
        settings.putAll(broker.location().properties());
        settings.putAll(objects.location().properties());
        settings.put("spring.mongodb.uri", "mongodb://127.0.0.1:" + toDocuments.port() + "/reelmill");
        settings.put("reelmill.keys.directory", folder.resolve("keys").toString());
        settings.put("reelmill.ffmpeg.path", encoder.path().toString());
        settings.put("reelmill.ffmpeg.shared", encoder.shared());
        settings.put("reelmill.ffmpeg.probe-path", tools.ffprobe().toString());
        tools.environment().forEach((name, value) -> settings.put("reelmill.ffmpeg.environment." + name, value));
        settings.put("reelmill.ladder.name", "drill");
        settings.put("reelmill.ladder.directory", folder.resolve("ladders").toString());
        settings.put("reelmill.worker.slots", "2");
        settings.put("reelmill.worker.beat", "500ms");
        settings.put("reelmill.worker.retry-delay", "1s");
        settings.put("reelmill.reconcile.every", "500ms");
        settings.put("reelmill.reconcile.lease", "8s");
        settings.put("reelmill.reconcile.grace", "1s");
        settings.put("reelmill.reconcile.max-leases", "25");
        settings.put("reelmill.serving.guests", "true");
        settings.put("reelmill.serving.grants-per-hour", "1000000");
        settings.put("reelmill.serving.playback.edges", "http://127.0.0.1:" + edgePort);
        settings.put("reelmill.edge.port", Integer.toString(edgePort));
        settings.put("reelmill.edge.denials", "http://127.0.0.1:" + viewerPort + "/api/edges/denials");
        settings.put("server.address", "127.0.0.1");
        return settings;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, Object value) {
        var more = new HashMap<>(settings);
        more.put(name, value.toString());
        return more;
    }

    private StorageProperties storage() {
        var location = objects.location();
        return new StorageProperties(location.uri(), "reelmill", "us-east-1", location.user(), location.password());
    }

    private List<App> others() {
        return Stream.concat(workers.stream().map(Worker::app), Stream.of(serving))
                .toList();
    }

    /// Pipeline, workers and serving.
    List<App> apps() {
        return Stream.concat(Stream.of(pipeline), others().stream()).toList();
    }

    /// Everything, in the midst of what it does, as if the room lost power.
    void killAll() {
        apps().forEach(App::kill);
        broker.kill();
        objects.kill();
        documents.kill();
    }

    /// Starts what is not running, parts first; does not wait for the apps.
    void startAgain() {
        documents.start();
        objects.start();
        broker.start();
        apps().stream().filter(app -> !app.isAlive()).forEach(App::launch);
    }

    void awaitUp() {
        apps().forEach(App::awaitUp);
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    App pipeline() {
        return pipeline;
    }

    App serving() {
        return serving;
    }

    /// Which this test starts and kills by itself, since most drills need none.
    App edge() {
        return edge;
    }

    /// The way on which the pipeline reaches the object store.
    Relay pipelineStore() {
        return pipelineStore;
    }

    RabbitMq broker() {
        return broker;
    }

    Minio objects() {
        return objects;
    }

    DocumentStoreServer documents() {
        return documents;
    }

    /// The way on which all apps, but not this test, reach the document store.
    Relay toDocuments() {
        return toDocuments;
    }

    Counter counter() {
        return new Counter(folder.resolve("keys/operator.key"), operatorPort, viewerPort);
    }

    CountedFfmpeg encoder() {
        return encoder;
    }

    MediaTools tools() {
        return tools;
    }

    Tasks tasks() {
        return new Tasks(mongo);
    }

    Titles titles() {
        return new Titles(mongo);
    }

    Ingests ingests() {
        return new Ingests(mongo);
    }

    MongoTemplate mongo() {
        return mongo;
    }

    /// Past the relays.
    ObjectStore store() {
        return store;
    }

    /// Processes that still work in some worker's scratch.
    List<String> encodersLeft() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc/" + process.pid() + "/cwd"))
                .map(Mill::target)
                .filter(directory -> directory.startsWith(folder.toString()) && directory.contains("/scratch/"))
                .toList();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }

    /// What an engineer wants to know when a drill has failed.
    String situation() {
        var text = new StringBuilder();
        ingests().active().forEach(ingest -> {
            text.append(ingest.id()).append(" is ").append(ingest.state()).append('\n');
            tasks().ofIngest(ingest.id())
                    .forEach(task -> text.append("  %s %s of %s, attempt %d, beat %d%n"
                            .formatted(task.id(), task.state(), task.owner(), task.attempt(), task.beat())));
        });
        for (App app : apps()) {
            var lines = app.log().lines().toList();
            text.append("--- ")
                    .append(app)
                    .append(app.isAlive() ? "" : ", which is dead")
                    .append('\n');
            lines.subList(Math.max(0, lines.size() - 25), lines.size())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    @Override
    public void close() {
        apps().forEach(App::kill);
        edge.kill();
        store.close();
        client.close();
        pipelineStore.close();
        workers.forEach(worker -> worker.store().close());
        toDocuments.close();
        broker.kill();
        objects.kill();
        documents.kill();
    }
}
