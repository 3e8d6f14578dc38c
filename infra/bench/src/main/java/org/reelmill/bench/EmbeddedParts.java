package org.reelmill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import org.reelmill.embedded.EmbeddedServices;

/// The embedded document store, broker and object store as one process, so that what they cost is counted
/// apart from the apps: `EmbeddedParts DIRECTORY` serves until it is killed. Where they are stands in
/// `parts.properties`, as the configuration of the apps names it, as soon as they can be used.
final class EmbeddedParts {

    static final String PROPERTIES = "parts.properties";

    private EmbeddedParts() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var directory = Path.of(arguments[0]);
        var services = EmbeddedServices.start(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(services::close, "stop"));
        var properties = new Properties();
        properties.putAll(properties(services));
        Path written = directory.resolve(PROPERTIES + ".new");
        try (var out = Files.newOutputStream(written)) {
            properties.store(out, null);
        }
        Files.move(written, directory.resolve(PROPERTIES), StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    private static Map<String, String> properties(EmbeddedServices services) {
        return Map.of(
                "spring.mongodb.uri", services.documents().uri(),
                "spring.rabbitmq.host", "127.0.0.1",
                "spring.rabbitmq.port", Integer.toString(services.broker().port()),
                "spring.rabbitmq.username", "guest",
                "spring.rabbitmq.password", "guest",
                "reelmill.queue.dialect", "qpid",
                "reelmill.storage.endpoint", services.objects().endpoint().toString(),
                "reelmill.storage.access-key", services.accessKey(),
                "reelmill.storage.secret-key", services.secretKey());
    }
}
