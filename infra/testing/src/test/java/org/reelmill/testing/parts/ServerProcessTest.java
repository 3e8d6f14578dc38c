package org.reelmill.testing.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PartLogs.class)
class ServerProcessTest {

    @TempDir
    Path directory;

    @Test
    void rabbitMqKeepsConfirmedMessagesOverAKill() throws Exception {
        try (var rabbit = RabbitMq.start(directory.resolve("rabbit"))) {
            var factory = new ConnectionFactory();
            factory.setUri(rabbit.location().uri());
            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                channel.queueDeclare("kept", true, false, false, Map.of());
            }
            // Confirmed messages outlive a kill; a queue declared a moment before it did not once.
            rabbit.stop();
            rabbit.start();
            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                channel.confirmSelect();
                channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, "one".getBytes(UTF_8));
                channel.waitForConfirmsOrDie(5_000);
            }
            rabbit.kill();
            assertThat(rabbit.isAlive()).isFalse();
            rabbit.start();

            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                assertThat(channel.basicGet("kept", true).getBody())
                        .asString(UTF_8)
                        .isEqualTo("one");
            }
            var queues = HttpRequest.newBuilder(rabbit.management().resolve("api/queues"))
                    .header("Authorization", rabbit.authorization())
                    .build();
            assertThat(body(queues)).contains("\"kept\"");
        }
    }

    @Test
    void minioTakesOnlySignedCallsAndComesBackAfterAKill() throws Exception {
        try (var minio = Minio.start(directory.resolve("minio"))) {
            minio.kill();
            minio.start();

            var anonymous =
                    HttpRequest.newBuilder(minio.location().uri().resolve("/")).build();
            assertThat(body(anonymous)).contains("AccessDenied");
        }
    }

    @Test
    void postgresKeepsCommittedRowsOverAKill() throws Exception {
        try (var postgres = Postgres.start(directory.resolve("postgres"))) {
            var location = postgres.location();
            String jdbc = location.properties().get("reelmill.jobs.url");
            try (var connection = DriverManager.getConnection(jdbc, location.user(), location.password());
                    var statement = connection.createStatement()) {
                statement.execute("create table kept (n int)");
                statement.execute("insert into kept values (7)");
            }
            postgres.kill();
            postgres.start();

            try (var connection = DriverManager.getConnection(jdbc, location.user(), location.password());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select n from kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void documentStoreKeepsAnsweredWritesOverAKill() {
        try (var documents = DocumentStoreServer.start(directory.resolve("documents"));
                var client = MongoClients.create(documents.location().uri().toString())) {
            var kept = client.getDatabase("reelmill").getCollection("kept");
            kept.insertOne(new Document("_id", 7));

            documents.kill();
            documents.start();

            assertThat(kept.find().first()).isEqualTo(new Document("_id", 7));
        }
    }

    @Test
    void nginxServesItsConfigurationWithScripts() throws Exception {
        int port = FreePorts.next();
        Files.writeString(directory.resolve("hello.js"), "export default {hello: r => r.return(200, 'hello')};");
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), """
                load_module %s/ngx_http_js_module.so;
                daemon off;
                pid nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  js_path %s;
                  js_import hello from hello.js;
                  server { listen 127.0.0.1:%d; location / { js_content hello.hello; } }
                }
                """.formatted(Nginx.MODULES, directory, port));
        try (var nginx = Nginx.start(directory.resolve("nginx"), configuration, port)) {
            assertThat(body(HttpRequest.newBuilder(nginx.location().uri()).build()))
                    .isEqualTo("hello");
            nginx.kill();
            nginx.start();
            nginx.reload();
            assertThat(body(HttpRequest.newBuilder(nginx.location().uri()).build()))
                    .isEqualTo("hello");
        }
    }

    @Test
    void tellsWhatAPartPrintedThatDoesNotStart() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.conf"), "daemon off; nonsense;");

        assertThatThrownBy(() -> Nginx.start(directory.resolve("nginx"), wrong, FreePorts.next()))
                .hasMessageContaining("nginx ended")
                .hasMessageContaining("nonsense");
    }

    @Test
    void leavesNoProcessBehind() {
        var before = ProcessHandle.current().descendants().toList();
        var rabbit = RabbitMq.start(directory.resolve("rabbit"));
        assertThat(ProcessHandle.current().descendants().toList()).hasSizeGreaterThan(before.size());

        rabbit.close();

        assertThat(ProcessHandle.current().descendants().toList()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(ServerProcess.running()).isEmpty();
    }

    private static String body(HttpRequest request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
