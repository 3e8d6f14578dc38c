package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.FilmBucketProperties;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.StorageProperties;
import org.reelmill.testing.Relay;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.Stack;
import org.reelmill.title.Ids;
import org.reelmill.title.PlaceAddress;
import org.reelmill.title.Source;
import org.reelmill.worker.Hiccup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/// On the embedded object store.
class BucketOriginTest extends OriginContract {

    private static final String PREFIX = "films/";
    private static final URI LINK = PlaceAddress.parse("s3://archive/" + NAME).uri();

    private Part part;
    private ObjectStore films;
    private Relay relay;
    private String secret = "";

    Stack stack() {
        return Stack.EMBEDDED;
    }

    @BeforeAll
    void startStore() {
        part = stack().objects(directory.resolve("bucket"));
        var at = part.location();
        films = new ObjectStore(
                new StorageProperties(at.uri(), "somebodys-films", "us-east-1", at.user(), at.password()));
        films.createBucket();
    }

    @AfterAll
    void stopStore() {
        films.close();
        part.close();
    }

    @BeforeEach
    void relay() {
        relay = Relay.ofHttp(part.location().port());
        secret = part.location().password();
    }

    @AfterEach
    void unrelay() {
        relay.close();
    }

    @Override
    Map<String, FilmBucketProperties> buckets() {
        var at = part.location();
        var endpoint = URI.create("http://127.0.0.1:" + relay.port());
        return Map.of(
                "archive",
                new FilmBucketProperties(endpoint, "somebodys-films", "us-east-1", PREFIX, at.user(), secret),
                "nothing",
                new FilmBucketProperties(endpoint, "no-such-bucket", "us-east-1", "", at.user(), secret));
    }

    @Override
    URI put(byte[] bytes) throws IOException {
        films.put(PREFIX + NAME, bytes, ContentType.BYTES);
        return LINK;
    }

    /// As a client does that asks the store to keep this checksum.
    void putWithSha256(byte[] bytes) {
        var at = part.location();
        var keys = StaticCredentialsProvider.create(AwsBasicCredentials.create(at.user(), at.password()));
        try (var s3 = S3Client.builder()
                .endpointOverride(at.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .forcePathStyle(true)
                .build()) {
            s3.putObject(
                    put -> put.bucket("somebodys-films").key(PREFIX + NAME).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                    RequestBody.fromBytes(bytes));
        }
    }

    @Override
    void remove() {
        films.delete(List.of(PREFIX + NAME));
    }

    @Test
    void asksForEachPartOnceOfAllWorkers() throws Exception {
        Source source = source(put(film));
        var gets = new AtomicInteger();
        relay.watch(new Relay.Watch() {
            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                gets.addAndGet(request.method().equals("GET") ? 1 : 0);
                return Optional.empty();
            }
        });
        try (var one = readers(Ids.next(), "one/1").open(source);
                var two = readers(Ids.next(), "two/1").open(source);
                var executor = Executors.newFixedThreadPool(4)) {
            var reads = IntStream.range(0, 4)
                    .mapToObj(i -> executor.submit(() -> all(i % 2 == 0 ? one : two)))
                    .toList();
            for (var read : reads) {
                assertThat(Arrays.equals(read.get(), film)).isTrue();
            }
        }
        assertThat(gets).hasValue(3);
    }

    @Test
    void isUnavailableWhereTheStoreIsAway() throws Exception {
        Source source = source(put(film));
        relay.cut();
        assertUnavailable(source, "The store of s3://archive cannot be reached or falls silent");
        relay.mend();
        try (var reader = readers(Ids.next(), "two/1").open(source)) {
            assertThat(reader.size()).isEqualTo(film.length);
        }
    }

    @Test
    void isUnavailableWhereTheStoreIsOverloaded() throws Exception {
        Source source = source(put(film));
        var busy = new Relay.Answer(503, "Slow Down", "<Error><Code>SlowDown</Code></Error>");
        relay.watch(new Relay.Watch() {
            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                return Optional.of(busy);
            }
        });
        assertUnavailable(source, "The store of s3://archive answered 503.");
    }

    @Test
    void isUnavailableWhereTheStoreFallsSilent() throws Exception {
        Source source = source(put(film));
        var released = new CountDownLatch(1);
        relay.watch(new Relay.Watch() {
            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Optional.empty();
            }
        });
        assertUnavailable(source, "The store of s3://archive cannot be reached or falls silent (SocketTimeout");
        released.countDown();
    }

    @Test
    void isUnavailableWhereOurSettingsAreWrong() throws Exception {
        put(film);
        assertUnavailable(source(URI.create("s3://nothing/film.mp4")), "check the endpoint, region, bucket");
    }

    @Test
    void isNotReadWithAWrongKey() throws Exception {
        Source source = source(put(film));
        secret = "another-secret-key";
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            assertThatThrownBy(reader::size)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("film.mp4")
                    .hasMessageNotContaining(secret);
        }
    }

    /// Or nobody would ever count its attempts.
    private void assertUnavailable(Source source, String words) {
        try (var reader = readers(Ids.next(), "one/1").open(source)) {
            assertThatThrownBy(reader::size)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("film.mp4")
                    .matches(thrown -> !Hiccup.isOne(thrown), "is no hiccup of our own store");
        }
    }
}
