package org.reelmill.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.embedded.FfmpegBinaries;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// The configuration that makes the apps use the embedded parts; real parts are named by the same properties.
record EmbeddedProperties(
        DataDirectory directory,
        EmbeddedServices services,
        FfmpegBinaries ffmpeg,
        Ports ports,
        AllInOne.Settings settings) {

    private static final String ALLOWED = "reelmill.outbound.allowed";

    /// What holds whatever else is configured: where the embedded parts are, and what the command line said.
    Map<String, String> fixed() {
        var properties = new LinkedHashMap<String, String>();
        parts(properties);
        apps(properties);
        if (settings.config() != null) {
            properties.put(
                    "spring.config.additional-location",
                    settings.config().toUri().toString());
        }
        return properties;
    }

    /// What holds unless it is configured otherwise.
    Map<String, Object> defaults() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("reelmill.ffmpeg.path", ffmpeg.ffmpeg().toString());
        properties.put("reelmill.ffmpeg.probe-path", ffmpeg.ffprobe().toString());
        properties.put("reelmill.ffmpeg.niceness", "10"); // Pages and films are served from the same machine.
        ffmpeg.environment().forEach((name, value) -> properties.put("reelmill.ffmpeg.environment." + name, value));
        properties.put(
                "reelmill.catalog.recipes",
                AllInOne.samplesDirectory().resolve("recipes").toString());
        properties.put("reelmill.catalog.variables.site", "http://127.0.0.1:" + ports.samples());
        properties.put("reelmill.serving.guests", "true");
        // Configured where another edge, such as nginx, stands before viewers.
        properties.put("reelmill.serving.playback.edges", "http://localhost:" + ports.edge());
        return properties;
    }

    /// The servers on loopback that films and pages are fetched from: those that are configured, and the
    /// sample catalogue.
    void allowSamples(ConfigurableApplicationContext apps) {
        var environment = apps.getEnvironment();
        var allowed = new ArrayList<>(Binder.get(environment)
                .bind(ALLOWED, Bindable.listOf(String.class))
                .orElse(List.of()));
        allowed.add("127.0.0.1:" + ports.samples());
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("samples", Map.of(ALLOWED, String.join(",", allowed))));
    }

    private void parts(Map<String, String> properties) {
        properties.put("spring.mongodb.uri", services.documents().uri());
        properties.put("spring.rabbitmq.host", "127.0.0.1");
        properties.put(
                "spring.rabbitmq.port", Integer.toString(services.broker().port()));
        properties.put("spring.rabbitmq.username", "guest");
        properties.put("spring.rabbitmq.password", "guest");
        properties.put("reelmill.queue.dialect", "qpid");
        properties.put(
                "reelmill.storage.endpoint", services.objects().endpoint().toString());
        properties.put("reelmill.storage.access-key", services.accessKey());
        properties.put("reelmill.storage.secret-key", services.secretKey());
        properties.put(
                "reelmill.jobs.url", "jdbc:h2:file:" + path("jobs/jobs") + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
    }

    private void apps(Map<String, String> properties) {
        properties.put("server.address", settings.listen());
        properties.put("server.port", Integer.toString(ports.web()));
        if (ports.management() != null) {
            properties.put("management.server.port", Integer.toString(ports.management()));
        }
        properties.put("reelmill.keys.directory", path("keys"));
        properties.put("reelmill.worker.name", "local");
        properties.put("reelmill.worker.directory", path("work"));
        properties.put("reelmill.edge.listen", settings.listen());
        properties.put("reelmill.edge.port", Integer.toString(ports.edge()));
        properties.put("reelmill.edge.cache", path("edge-cache"));
        properties.put("reelmill.edge.denials", "http://127.0.0.1:" + ports.web() + "/api/edges/denials");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
