package org.reelmill.app.doctor;

import com.mongodb.client.MongoClients;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Reaches the real parts that a configuration names, as the apps would.
public final class RealParts {

    private static final int TIMEOUT_MILLIS = 5000;

    private final Environment environment;

    public RealParts(Environment environment) {
        this.environment = environment;
    }

    /// Those that a file of settings names, beside the environment's variables.
    public static RealParts of(@Nullable Path config) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "doctor",
                        Map.of(
                                "spring.config.name",
                                "reelmill",
                                "spring.config.additional-location",
                                config == null ? "" : config.toUri().toString())));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return new RealParts(environment);
    }

    public List<Finding> examine() {
        return Stream.concat(Stream.of(RealPart.values()).map(this::tried), PlaceFindings.of(environment).stream())
                .toList();
    }

    /// Reaches one part.
    ///
    /// @return what it said of itself
    /// @throws Exception whatever its client throws if it does not answer
    public String reach(RealPart part) throws Exception {
        return switch (part) {
            case DOCUMENT_STORE -> documents();
            case BROKER -> broker();
            case OBJECT_STORE -> objects();
            case JOB_DATABASE -> jobs();
        };
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

    private String jobs() throws SQLException {
        String url = environment.getProperty("reelmill.jobs.url", "");
        if (url.isEmpty() || url.startsWith("jdbc:h2:")) {
            return "a file of the pipeline's own";
        }
        DriverManager.setLoginTimeout(TIMEOUT_MILLIS / 1000);
        try (var connection = DriverManager.getConnection(
                url,
                environment.getProperty("reelmill.jobs.username", ""),
                environment.getProperty("reelmill.jobs.password", ""))) {
            return "answers, " + connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private Finding tried(RealPart part) {
        String name = part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        try {
            return Finding.ok(name, reach(part));
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Finding.broken(
                    name,
                    "Does not answer (" + cause.getMessage() + "). Check " + part.settings() + " and that it runs.");
        }
    }
}
