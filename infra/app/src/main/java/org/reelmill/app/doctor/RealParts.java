package org.reelmill.app.doctor;

import com.mongodb.client.MongoClients;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Examines the real parts that a configuration names: document store, broker, object store.
public final class RealParts {

    private static final int TIMEOUT_MILLIS = 5000;

    private final StandardEnvironment environment = new StandardEnvironment();

    public RealParts(Path config) {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "doctor",
                        Map.of(
                                "spring.config.name",
                                "reelmill",
                                "spring.config.additional-location",
                                config.toUri().toString())));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
    }

    public List<Finding> examine() {
        return List.of(
                tried("document store", "spring.mongodb.uri", this::documents),
                tried("broker", "spring.rabbitmq.*", this::broker),
                tried("object store", "reelmill.storage.*", this::objects));
    }

    private String documents() {
        String uri = environment.getRequiredProperty("spring.mongodb.uri");
        String patient = uri + (uri.contains("?") ? "&" : "?") + "serverSelectionTimeoutMS=" + TIMEOUT_MILLIS;
        try (var client = MongoClients.create(patient)) {
            var info = client.getDatabase("admin").runCommand(new Document("buildInfo", 1));
            return "answers, version " + info.getString("version");
        }
    }

    private String broker() throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(environment.getProperty("spring.rabbitmq.host", "localhost"));
        factory.setPort(
                environment.getProperty("spring.rabbitmq.port", Integer.class, ConnectionFactory.DEFAULT_AMQP_PORT));
        factory.setUsername(environment.getProperty("spring.rabbitmq.username", "guest"));
        factory.setPassword(environment.getProperty("spring.rabbitmq.password", "guest"));
        factory.setVirtualHost(environment.getProperty("spring.rabbitmq.virtual-host", "/"));
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        try (var connection = factory.newConnection("reelmill doctor")) {
            return "answers, " + connection.getServerProperties().get("product");
        }
    }

    private String objects() {
        var properties = Binder.get(environment)
                .bind("reelmill.storage", StorageProperties.class)
                .get();
        try (var store = new ObjectStore(properties)) {
            store.createBucket();
            return "answers, bucket " + properties.bucket();
        }
    }

    private static Finding tried(String part, String properties, Question question) {
        try {
            return Finding.ok(part, question.ask());
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Finding.broken(
                    part, "Does not answer (" + cause.getMessage() + "). Check " + properties + " and that it runs.");
        }
    }

    /// Asks a part how it is.
    @FunctionalInterface
    private interface Question {
        String ask() throws Exception;
    }
}
