package org.reelmill.testing.parts;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.reelmill.embedded.Broker;
import org.reelmill.embedded.DocumentStore;
import org.reelmill.embedded.ObjectStoreServer;

/// The two sets of parts that a contract test runs on.
public enum Stack {
    /// In this JVM, as `./reelmill up` has them.
    EMBEDDED {
        @Override
        public Part broker(Path directory) {
            var broker = Broker.start(directory, 0, Broker.Durability.DISK);
            var properties = Map.of(
                    "spring.rabbitmq.host", "127.0.0.1",
                    "spring.rabbitmq.port", Integer.toString(broker.port()),
                    "spring.rabbitmq.username", "guest",
                    "spring.rabbitmq.password", "guest",
                    "reelmill.queue.dialect", "qpid");
            return new InThisJvm(new Location(URI.create(broker.uri()), "guest", "guest", properties), broker::close);
        }

        @Override
        public Part objects(Path directory) {
            var objects = ObjectStoreServer.start(directory, 0, "key", "secret-key");
            var properties = Map.of(
                    "reelmill.storage.endpoint", objects.endpoint().toString(),
                    "reelmill.storage.access-key", "key",
                    "reelmill.storage.secret-key", "secret-key");
            return new InThisJvm(new Location(objects.endpoint(), "key", "secret-key", properties), objects::close);
        }

        @Override
        public Part documents(Path directory) {
            var documents = DocumentStore.start(directory, 0);
            return new InThisJvm(
                    new Location(URI.create(documents.uri()), "", "", Map.of("spring.mongodb.uri", documents.uri())),
                    documents::close);
        }

        @Override
        public Part jobs(Path directory) {
            String url = "jdbc:h2:file:" + directory.resolve("jobs") + ";DB_CLOSE_ON_EXIT=FALSE";
            return new InThisJvm(
                    new Location(URI.create("h2:file"), "sa", "", Map.of("reelmill.jobs.url", url)), () -> {});
        }
    },

    /// Processes of their own, or containers where a Docker engine answers: the one place that chooses.
    REAL {
        @Override
        public Part broker(Path directory) {
            return Containers.available() ? Containers.rabbitMq() : RabbitMq.start(directory);
        }

        @Override
        public Part objects(Path directory) {
            return Containers.available() ? Containers.minio() : Minio.start(directory);
        }

        @Override
        public Part documents(Path directory) {
            return Containers.available() ? Containers.mongoDb() : DocumentStoreServer.start(directory);
        }

        @Override
        public Part jobs(Path directory) {
            return Containers.available() ? Containers.postgres() : Postgres.start(directory);
        }
    };

    public abstract Part broker(Path directory);

    public abstract Part objects(Path directory);

    public abstract Part documents(Path directory);

    /// The database of Spring Batch.
    public abstract Part jobs(Path directory);

    private record InThisJvm(Location location, Runnable end) implements Part {

        @Override
        public void close() {
            end.run();
        }
    }
}
