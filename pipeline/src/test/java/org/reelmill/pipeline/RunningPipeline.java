package org.reelmill.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reelmill.embedded.EmbeddedServices;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pipeline app on real embedded services, with its web server, called as an operator calls it.
public final class RunningPipeline implements AutoCloseable {

    private final ConfigurableApplicationContext app;
    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningPipeline(ConfigurableApplicationContext app, Path directory) {
        this.app = app;
        this.directory = directory;
    }

    /// @param directory with a folder `recipes`
    public static RunningPipeline start(EmbeddedServices services, Path directory, Map<String, String> more) {
        var app = new SpringApplicationBuilder(PipelineApp.class, PipelineApp.Alone.class)
                .run(arguments(services, directory, more).toArray(String[]::new));
        return new RunningPipeline(app, directory);
    }

    static List<String> arguments(EmbeddedServices services, Path directory, Map<String, String> more) {
        var properties = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "spring.mongodb.uri", services.documents().uri(),
                "spring.rabbitmq.port", Integer.toString(services.broker().port()),
                "reelmill.queue.dialect", "qpid",
                "reelmill.storage.endpoint", services.objects().endpoint().toString(),
                "reelmill.storage.access-key", services.accessKey(),
                "reelmill.storage.secret-key", services.secretKey(),
                "reelmill.keys.directory", directory.resolve("keys").toString()));
        properties.put("reelmill.jobs.url", "jdbc:h2:file:" + directory.resolve("jobs") + ";DB_CLOSE_ON_EXIT=FALSE");
        properties.put("reelmill.catalog.recipes", directory.resolve("recipes").toString());
        properties.put("reelmill.catalog.back-off", "20ms");
        properties.putAll(more);
        var arguments = new ArrayList<String>();
        properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    public <T> T part(Class<T> type) {
        return app.getBean(type);
    }

    public JsonNode get(String path) {
        return send(path, request -> request.GET()).body();
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return send(
                        path,
                        request -> request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(body))))
                .body();
    }

    public Answer send(String path, java.util.function.UnaryOperator<HttpRequest.Builder> how) {
        int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Accept", "text/html,application/xhtml+xml,application/json,*/*")
                    .header("Authorization", "Bearer " + key());
            HttpResponse<String> answer = http.send(how.apply(request).build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String key() throws IOException {
        return Files.readString(directory.resolve("keys/operator.key")).strip();
    }

    @Override
    public void close() {
        app.close();
    }

    public record Answer(int status, JsonNode body) {}
}
