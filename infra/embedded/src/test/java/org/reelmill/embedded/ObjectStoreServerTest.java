package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectStoreServerTest {

    @TempDir
    Path directory;

    private ObjectStoreServer server;
    private S3Client client;

    @BeforeEach
    void start() {
        server = ObjectStoreServer.start(directory.resolve("objects"), 0, "film-key", "film-secret");
        client = client("film-key", "film-secret");
        client.createBucket(bucket -> bucket.bucket("films"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void givesBackWhatWasPutAndKeepsItOverARestart() {
        client.putObject(
                put -> put.bucket("films").key("titles/1/now/master.m3u8").contentType("application/vnd.apple.mpegurl"),
                RequestBody.fromString("#EXTM3U"));
        stop();
        server = ObjectStoreServer.start(directory.resolve("objects"), 0, "film-key", "film-secret");
        client = client("film-key", "film-secret");

        var object = client.getObjectAsBytes(get -> get.bucket("films").key("titles/1/now/master.m3u8"));

        assertThat(object.asUtf8String()).isEqualTo("#EXTM3U");
        assertThat(object.response().contentType()).isEqualTo("application/vnd.apple.mpegurl");
    }

    @Test
    void ofSixteenThatCreateOneWins() throws Exception {
        try (var threads = Executors.newFixedThreadPool(16)) {
            var puts = IntStream.range(0, 16)
                    .mapToObj(n -> (Callable<Integer>) () -> status(() -> client.putObject(
                            put -> put.bucket("films").key("once").ifNoneMatch("*"),
                            RequestBody.fromString("by " + n))))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var put : threads.invokeAll(puts)) {
                statuses.add(put.get());
            }
            assertThat(statuses)
                    .hasSize(16)
                    .containsOnlyOnce(200)
                    .allMatch(status -> status == 200 || status == 412 || status == 409);
        }
    }

    @Test
    void replacesOnlyTheVersionThatIsNamed() {
        var first = client.putObject(put -> put.bucket("films").key("state"), RequestBody.fromString("1"))
                .eTag();
        var second = client.putObject(
                        put -> put.bucket("films").key("state").ifMatch(first), RequestBody.fromString("2"))
                .eTag();

        assertThat(second).isNotEqualTo(first);
        assertThat(status(() -> client.putObject(
                        put -> put.bucket("films").key("state").ifMatch(first), RequestBody.fromString("3"))))
                .isEqualTo(412);
        assertThat(client.getObjectAsBytes(get -> get.bucket("films").key("state"))
                        .asUtf8String())
                .isEqualTo("2");
    }

    @Test
    void refusesBadKeysAndStrangers() throws Exception {
        client.putObject(put -> put.bucket("films").key("film"), RequestBody.fromString("secret"));
        try (var forged = client("film-key", "wrong");
                var unknown = client("nobody", "film-secret")) {
            assertThat(status(() ->
                            forged.getObjectAsBytes(get -> get.bucket("films").key("film"))))
                    .isEqualTo(403);
            assertThat(status(() ->
                            unknown.getObjectAsBytes(get -> get.bucket("films").key("film"))))
                    .isEqualTo(403);
        }
        for (var path : new String[] {"/films/film", "/films", "/"}) {
            assertThat(anonymousStatus(server.endpoint().resolve(path)))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        Loopback.assertOnly(server.port());
    }

    @Test
    void saysThatThePortIsTaken() {
        assertThatThrownBy(() -> ObjectStoreServer.start(directory.resolve("other"), server.port(), "a", "b"))
                .isInstanceOf(EmbeddedServiceException.class)
                .hasMessageContaining("The object store cannot listen on 127.0.0.1:" + server.port());
    }

    private S3Client client(String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .build();
    }

    private static int status(Runnable request) {
        try {
            request.run();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    private static int anonymousStatus(URI uri) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
