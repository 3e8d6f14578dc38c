package org.reelmill.worker.ingest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reelmill.Parts;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.testing.MediaTools;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Licence;
import org.reelmill.title.Publication;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.worker.WorkerApp;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/// The embedded services and a worker on them, as the product runs them.
final class WorkerHouse implements AutoCloseable {

    final EmbeddedServices services;
    final MediaTools tools = MediaTools.bundled();
    private final Path directory;
    private final Map<String, Object> more = new HashMap<>();
    private @Nullable ConfigurableApplicationContext worker;

    WorkerHouse(Path directory) {
        this.directory = directory;
        this.services = EmbeddedServices.start(directory.resolve("data"));
    }

    /// Sets a property of workers that start from now on.
    WorkerHouse with(String property, Object value) {
        more.put(property, value);
        return this;
    }

    void startWorker() {
        worker = new SpringApplicationBuilder(WorkerApp.class)
                .web(WebApplicationType.NONE)
                .properties(properties())
                .run();
    }

    void stopWorker() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }

    /// As a process of its own would be given them.
    Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        properties.put("spring.mongodb.uri", services.documents().uri());
        properties.put("spring.rabbitmq.addresses", services.broker().uri());
        properties.put("reelmill.queue.dialect", "qpid");
        properties.put("reelmill.storage.endpoint", services.objects().endpoint());
        properties.put("reelmill.storage.access-key", services.accessKey());
        properties.put("reelmill.storage.secret-key", services.secretKey());
        properties.put("reelmill.keys.directory", directory.resolve("keys"));
        properties.put("reelmill.worker.directory", directory.resolve("worker"));
        properties.put("reelmill.ffmpeg.path", tools.ffmpeg());
        properties.put("reelmill.ffmpeg.probe-path", tools.ffprobe());
        tools.environment().forEach((name, value) -> properties.put("reelmill.ffmpeg.environment." + name, value));
        properties.putAll(more);
        return properties;
    }

    /// Starts what a client of the worker has: the parts, without a worker.
    void startClient() {
        worker = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .properties(properties())
                .run();
    }

    /// Starts a worker as a process of its own, which writes its log to a file.
    Process startProcess(Path log) throws IOException {
        Path configuration = directory.resolve("application.properties");
        var lines = properties().entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .toList();
        Files.write(configuration, lines);
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerApp.class.getName(),
                        "--spring.config.additional-location=file:" + configuration,
                        "--management.server.port=0",
                        "--logging.level.org.reelmill=INFO")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    <T> T bean(Class<T> type) {
        return Objects.requireNonNull(worker).getBean(type);
    }

    Ingest start(URI link, TicketClass ticketClass) {
        return start(link, ticketClass, null);
    }

    /// A title with this source, wanted.
    Ingest start(URI link, TicketClass ticketClass, @Nullable String sha256) {
        String id = Ids.next();
        String sealed = bean(SourceLinks.class).seal(link);
        return start(new Source("s-" + id, id, sealed, "mp4", null, null, sha256, null, null), ticketClass);
    }

    /// A title with this film, uploaded, wanted.
    Ingest upload(byte[] film) {
        String id = Ids.next();
        for (int at = 0, part = 0; at < film.length; at += SourceParts.PART_BYTES, part++) {
            byte[] bytes = Arrays.copyOfRange(film, at, Math.min(film.length, at + SourceParts.PART_BYTES));
            bean(ObjectStore.class).put(SourceParts.key("s-" + id, part), bytes, ContentType.BYTES);
        }
        var source = new Source("s-" + id, id, null, "mp4", null, (long) film.length, null, null, null);
        return start(source, TicketClass.BATCH);
    }

    private Ingest start(Source source, TicketClass ticketClass) {
        String id = source.title();
        bean(Sources.class).save(source);
        bean(Titles.class)
                .save(new Title(
                        id,
                        "test/" + id,
                        null,
                        "Test film",
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        new Licence("CC0-1.0", null, null),
                        Map.of(),
                        List.of("s-" + id),
                        TitleState.DISCOVERED,
                        null,
                        null,
                        Instant.now(),
                        null,
                        null));
        return bean(IngestStarter.class).start(id, ticketClass).orElseThrow();
    }

    Ingest find(Ingest ingest) {
        return bean(Ingests.class).find(ingest.id()).orElseThrow();
    }

    Title title(Ingest ingest) {
        return bean(Titles.class).find(ingest.title()).orElseThrow();
    }

    /// Waits until an ingest has come to its end, whichever.
    Ingest awaitEnd(Ingest ingest, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !find(ingest).state().isActive());
        return find(ingest);
    }

    /// The publication of an ingest that is READY; its title names it a moment later.
    Publication awaitPublication(Ingest ingest) {
        await().until(() -> title(ingest).publication() != null);
        return Objects.requireNonNull(title(ingest).publication());
    }

    Ingest awaitState(Ingest ingest, IngestState state, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        find(ingest).state() == state || !find(ingest).state().isActive());
        return find(ingest);
    }

    /// Copies all objects under a prefix into a folder.
    void download(String prefix, Path into) throws IOException {
        var store = bean(ObjectStore.class);
        for (var object : store.list(prefix)) {
            Path file = into.resolve(object.key().substring(prefix.length()));
            Files.createDirectories(file.getParent());
            Files.write(file, store.get(object.key()).orElseThrow().bytes());
        }
    }

    @Override
    public void close() {
        stopWorker();
        services.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Parts.class)
    @PropertySource("classpath:org/reelmill/worker/worker.properties")
    static class Client {}
}
