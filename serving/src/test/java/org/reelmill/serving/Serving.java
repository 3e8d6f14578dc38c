package org.reelmill.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.reelmill.embedded.EmbeddedServices;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/// The serving app on the embedded services, started once for all test classes; guests are admitted.
public final class Serving implements AutoCloseable {

    private final Path directory;
    private final EmbeddedServices services;
    private final ConfigurableApplicationContext context;

    private Serving() throws IOException {
        directory = Files.createTempDirectory("serving-test");
        services = EmbeddedServices.start(directory.resolve("data"));
        context = another(
                "--reelmill.serving.guests=true",
                "--reelmill.serving.requests-per-hour=1000",
                "--reelmill.serving.playback.edges=http://edge.test:8081");
    }

    /// Another process of the app, so to say, on the same services.
    public ConfigurableApplicationContext another(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.mongodb.uri=" + services.documents().uri(),
                "--spring.rabbitmq.addresses=" + services.broker().uri(),
                "--reelmill.queue.dialect=qpid",
                "--reelmill.storage.endpoint=" + services.objects().endpoint(),
                "--reelmill.storage.access-key=" + services.accessKey(),
                "--reelmill.storage.secret-key=" + services.secretKey(),
                "--reelmill.keys.directory=" + keys(),
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(ServingApp.class).run(arguments.toArray(String[]::new));
    }

    public Path keys() {
        return directory.resolve("data/keys");
    }

    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public Library library() {
        return new Library(this);
    }

    /// A caller with cookies of its own.
    public Visitor visitor() {
        return Visitor.of(context);
    }

    public Visitor operator() {
        return visitor().with("Authorization", "Bearer " + key("operator.key"));
    }

    public String key(String name) {
        try {
            return Files.readString(keys().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        services.close();
        FileSystemUtils.deleteRecursively(directory);
    }

    /// Hands tests the one that runs.
    public static final class Started implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == Serving.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Serving.class, key -> {
                        try {
                            return new Serving();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
