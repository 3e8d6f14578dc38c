package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.Broker.Durability;

class BrokerTest {

    @TempDir
    Path directory;

    @Test
    void persistentMessagesSurviveARestartInOrder() throws Exception {
        try (var broker = Broker.start(directory, 0, Durability.DISK);
                var connection = connect(broker)) {
            publish(connection, 20);
        }
        try (var broker = Broker.start(directory, 0, Durability.DISK);
                var connection = connect(broker)) {
            assertThat(consumeAll(connection))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 20).mapToObj(n -> "ticket " + n).toList());
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (var broker = Broker.start(directory, 0, Durability.MEMORY)) {
            Loopback.assertOnly(broker.port());
        }
    }

    @Test
    void inMemoryNothingIsKept() throws Exception {
        try (var broker = Broker.start(directory, 0, Durability.MEMORY);
                var connection = connect(broker)) {
            publish(connection, 1);
            assertThat(consumeAll(connection)).containsExactly("ticket 0");
        }
        try (var broker = Broker.start(directory, 0, Durability.MEMORY);
                var connection = connect(broker)) {
            var channel = connection.createChannel();
            assertThatThrownBy(() -> channel.queueDeclarePassive("tickets")).hasStackTraceContaining("404");
        }
    }

    @Test
    void refusesAnUnknownUser() throws Exception {
        try (var broker = Broker.start(directory, 0, Durability.MEMORY)) {
            var factory = new ConnectionFactory();
            factory.setUri(broker.uri().replace("guest:guest", "guest:wrong"));
            assertThatThrownBy(factory::newConnection)
                    .isInstanceOf(com.rabbitmq.client.PossibleAuthenticationFailureException.class);
        }
    }

    @Test
    void refusesRabbitArgumentsRatherThanIgnoreThem() throws Exception {
        try (var broker = Broker.start(directory, 0, Durability.MEMORY)) {
            var connection = connect(broker); // The broker closes it.
            var channel = connection.createChannel();
            assertThatThrownBy(() -> channel.queueDeclare("q", true, false, false, Map.of("x-max-priority", 9)))
                    .hasStackTraceContaining("x-max-priority");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void saysThatAnotherOneUsesTheDirectory() {
        try (var broker = Broker.start(directory, 0, Durability.DISK)) {
            assertThat(broker.port()).isPositive();
            assertThatThrownBy(() -> Broker.start(directory, 0, Durability.DISK))
                    .isInstanceOf(EmbeddedServiceException.class)
                    .hasMessageContaining("another Reelmill uses that data directory");
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Broker.start(directory, taken.getLocalPort(), Durability.MEMORY))
                    .isInstanceOf(EmbeddedServiceException.class)
                    .hasMessageContaining("The broker cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static Connection connect(Broker broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private static void publish(Connection connection, int messages) throws Exception {
        try (var channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("tickets", true, false, false, Map.of());
            for (var n = 0; n < messages; n++) {
                var body = ("ticket " + n).getBytes(StandardCharsets.UTF_8);
                channel.basicPublish("", "tickets", MessageProperties.PERSISTENT_BASIC, body);
            }
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static ArrayList<String> consumeAll(Connection connection) throws Exception {
        var bodies = new ArrayList<String>();
        try (var channel = connection.createChannel()) {
            for (var got = channel.basicGet("tickets", true); got != null; got = channel.basicGet("tickets", true)) {
                bodies.add(new String(got.getBody(), StandardCharsets.UTF_8));
            }
        }
        return bodies;
    }
}
