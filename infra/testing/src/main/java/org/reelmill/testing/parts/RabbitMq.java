package org.reelmill.testing.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.testing.Needs;

/// RabbitMQ with one user and the management API. Needs Debian's package `rabbitmq-server`.
public final class RabbitMq extends ServerProcess {

    private static final String USER = "reelmill";
    private static final String PASSWORD = "rabbit-secret";

    private final Path server;
    private final Path portMapper;
    private final int port = FreePorts.next();
    private final int distributionPort = FreePorts.next();
    private final int portMapperPort = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private @Nullable Process mapping;

    private RabbitMq(Path directory) {
        super("rabbitmq", directory);
        // The program itself: Debian's wrapper in /usr/sbin changes to another user.
        server = Needs.program("RABBITMQ_SERVER", "rabbitmq-server", Path.of("/usr/lib/rabbitmq/bin"));
        portMapper = Needs.program("EPMD", "epmd");
        try {
            Files.createDirectories(directory().resolve("home"));
            Files.writeString(file("env.conf"), "");
            Files.writeString(file("advanced.config"), "[].\n");
            Files.writeString(file("plugins"), "[rabbitmq_management].\n");
            Files.writeString(file("rabbitmq.conf"), """
                    listeners.tcp.1 = 127.0.0.1:%d
                    management.tcp.ip = 127.0.0.1
                    management.tcp.port = %d
                    default_user = %s
                    default_pass = %s
                    disk_free_limit.absolute = 50MB
                    """.formatted(port, managementPort, USER, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RabbitMq start(Path directory) {
        var started = new RabbitMq(directory);
        started.start();
        return started;
    }

    @Override
    public Location location() {
        return new Location(
                URI.create("amqp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port),
                USER,
                PASSWORD,
                Map.of(
                        "spring.rabbitmq.host",
                        "127.0.0.1",
                        "spring.rabbitmq.port",
                        Integer.toString(port),
                        "spring.rabbitmq.username",
                        USER,
                        "spring.rabbitmq.password",
                        PASSWORD,
                        "reelmill.queue.dialect",
                        "rabbitmq"));
    }

    /// Of the HTTP API; the user is the same. Its depths of queues lag some seconds.
    public URI management() {
        return URI.create("http://127.0.0.1:" + managementPort + "/");
    }

    /// The header that the HTTP API wants.
    public String authorization() {
        var pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public void start() {
        if (mapping == null || !mapping.isAlive()) {
            // Else the node starts one that outlives it.
            mapping = launch(
                    List.of(portMapper.toString(), "-address", "127.0.0.1", "-port", Integer.toString(portMapperPort)));
        }
        super.start();
    }

    @Override
    public void kill() {
        super.kill();
        if (mapping != null) {
            mapping.destroyForcibly().onExit().join();
        }
    }

    @Override
    List<String> command() {
        return List.of(server.toString());
    }

    @Override
    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("HOME", directory().resolve("home").toString()); // For the cookie.
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(portMapperPort));
        environment.put("RABBITMQ_CONF_ENV_FILE", file("env.conf").toString());
        environment.put("RABBITMQ_NODENAME", "reelmill@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_MNESIA_BASE", file("data").toString());
        environment.put("RABBITMQ_LOG_BASE", file("logs").toString());
        environment.put("RABBITMQ_CONFIG_FILE", file("rabbitmq.conf").toString());
        environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", file("advanced.config").toString());
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", file("plugins").toString());
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}");
        return environment;
    }

    @Override
    boolean answers() {
        return answersOk(
                management().resolve("api/health/checks/port-listener/" + port), "Authorization", authorization());
    }

    private Path file(String name) {
        return directory().resolve(name);
    }
}
