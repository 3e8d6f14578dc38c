package org.reelmill.testing.parts;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/// The real parts as containers, MongoDB itself among them, where a Docker engine answers.
final class Containers {

    private static final String USER = "reelmill";
    private static final String PASSWORD = "container-secret";
    private static final boolean AVAILABLE = engineAnswers();

    private Containers() {}

    static boolean available() {
        return AVAILABLE;
    }

    static Part rabbitMq() {
        var rabbit = new RabbitMQContainer("rabbitmq:4-management")
                .withAdminUser(USER)
                .withAdminPassword(PASSWORD);
        rabbit.start();
        int port = rabbit.getAmqpPort();
        var uri = URI.create("amqp://" + USER + ":" + PASSWORD + "@" + rabbit.getHost() + ":" + port);
        var properties = Map.of(
                "spring.rabbitmq.host",
                rabbit.getHost(),
                "spring.rabbitmq.port",
                Integer.toString(port),
                "spring.rabbitmq.username",
                USER,
                "spring.rabbitmq.password",
                PASSWORD,
                "reelmill.queue.dialect",
                "rabbitmq");
        return new Running(new Location(uri, USER, PASSWORD, properties), rabbit);
    }

    static Part minio() {
        var minio = new MinIOContainer("minio/minio").withUserName(USER).withPassword(PASSWORD);
        minio.start();
        var properties = Map.of(
                "reelmill.storage.endpoint", minio.getS3URL(),
                "reelmill.storage.access-key", USER,
                "reelmill.storage.secret-key", PASSWORD);
        return new Running(new Location(URI.create(minio.getS3URL()), USER, PASSWORD, properties), minio);
    }

    static Part mongoDb() {
        var mongo = new MongoDBContainer("mongo:8");
        mongo.start();
        String uri = mongo.getReplicaSetUrl("reelmill");
        return new Running(new Location(URI.create(uri), "", "", Map.of("spring.mongodb.uri", uri)), mongo);
    }

    static Part postgres() {
        var postgres = new PostgreSQLContainer("postgres:17").withUsername(USER).withPassword(PASSWORD);
        postgres.start();
        var properties = Map.of(
                "reelmill.jobs.url", postgres.getJdbcUrl(),
                "reelmill.jobs.username", USER,
                "reelmill.jobs.password", PASSWORD);
        var uri = URI.create("postgresql://" + postgres.getHost() + ":" + postgres.getFirstMappedPort());
        return new Running(new Location(uri, USER, PASSWORD, properties), postgres);
    }

    /// Asks only where there may be one: the search logs an error with all it tried.
    private static boolean engineAnswers() {
        boolean named = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return named && DockerClientFactory.instance().isDockerAvailable();
    }

    private record Running(Location location, GenericContainer<?> container) implements Part {

        @Override
        public void close() {
            container.stop();
        }
    }
}
