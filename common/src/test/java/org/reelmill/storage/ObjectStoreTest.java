package org.reelmill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reelmill.testing.parts.Part;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.Stack;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the bucket promises, on the embedded object store and on MinIO, with a second client as the witness.
@ParameterizedClass
@EnumSource(Stack.class)
@ExtendWith(PartLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStoreTest {

    private static final String BUCKET = "reelmill";

    @TempDir
    static Path directory;

    @Parameter
    Stack stack;

    private Part server;
    private ObjectStore store;
    private MinioClient witness;

    @BeforeParameterizedClassInvocation
    void start() {
        server = stack.objects(directory.resolve(stack.name()));
        var at = server.location();
        store = new ObjectStore(new StorageProperties(at.uri(), BUCKET, "us-east-1", at.user(), at.password()));
        store.createBucket();
        witness = MinioClient.builder()
                .endpoint(at.uri().toString())
                .region("us-east-1")
                .credentials(at.user(), at.password())
                .build();
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        witness.close();
        store.close();
        server.close();
    }

    @Test
    void findsTheBucketThatIsThere() {
        store.createBucket();

        assertThat(store.list("no/such/prefix/")).isEmpty();
    }

    @Test
    void readsBackWhatWasPut(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("film"), "0123456789");
        store.put("put/file", file, ContentType.SEGMENT);
        store.put("put/bytes", "abc".getBytes(UTF_8), ContentType.PLAYLIST);

        assertThat(store.get("put/file").orElseThrow().bytes()).asString(UTF_8).isEqualTo("0123456789");
        assertThat(store.head("put/bytes").orElseThrow().bytes()).isEqualTo(3);
        try (var range = store.open("put/file", 2, 4).orElseThrow()) {
            assertThat(range.readAllBytes()).asString(UTF_8).isEqualTo("234");
        }
        try (var whole = store.download("put/bytes").orElseThrow()) {
            assertThat(whole.contentType()).isEqualTo("application/vnd.apple.mpegurl");
            assertThat(whole.cacheControl()).contains("immutable");
        }
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThat(store.get("absent")).isEmpty();
        assertThat(store.head("absent")).isEmpty();
        assertThat(store.open("absent")).isEmpty();
        assertThat(store.open("absent", 0, 1)).isEmpty();
    }

    @Test
    void letsOneOfManyWriteAFreeKey() throws Exception {
        var start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(8)) {
            var futures = IntStream.range(0, 8)
                    .mapToObj(i -> executor.submit(() -> {
                        start.await();
                        return store.putIfAbsent("race/init.mp4", ("by " + i).getBytes(UTF_8), ContentType.INIT);
                    }))
                    .toList();
            start.countDown();
            int winners = 0;
            for (var future : futures) {
                winners += future.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        store.put("now/v.m3u8", "one".getBytes(UTF_8), ContentType.GROWING_PLAYLIST);
        String etag = store.get("now/v.m3u8").orElseThrow().etag();

        assertThat(store.putIfMatch("now/v.m3u8", "two".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isTrue();
        assertThat(store.putIfMatch("now/v.m3u8", "three".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isFalse();
        assertThat(store.putIfMatch("now/gone.m3u8", "x".getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag))
                .isFalse();
        assertThat(store.get("now/v.m3u8").orElseThrow().bytes())
                .asString(UTF_8)
                .isEqualTo("two");
    }

    @Test
    void letsOneOfManyReplaceTheSameVersion() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "now/race" + round + ".m3u8";
            store.put(key, "first".getBytes(UTF_8), ContentType.GROWING_PLAYLIST);
            String etag = store.get(key).orElseThrow().etag();
            var start = new CountDownLatch(1);
            try (var threads = Executors.newFixedThreadPool(8)) {
                var puts = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> {
                            start.await();
                            return store.putIfMatch(
                                    key, ("by " + i).getBytes(UTF_8), ContentType.GROWING_PLAYLIST, etag);
                        }))
                        .toList();
                start.countDown();
                int winners = 0;
                for (var put : puts) {
                    winners += put.get() ? 1 : 0;
                }
                assertThat(winners).as("round %d", round).isEqualTo(1);
            }
        }
    }

    @Test
    void deletesAPrefixOfMoreThanAThousandObjects() {
        for (int i = 0; i < 1_010; i++) {
            store.put("many/a/" + i, new byte[] {1}, ContentType.BYTES);
        }
        store.put("many/ab", new byte[] {1}, ContentType.BYTES);

        assertThat(store.list("many/a/")).hasSize(1_010);
        store.deleteAll("many/a/");

        assertThat(store.list("many/")).extracting(StoredObject::key).containsExactly("many/ab");
    }

    @ParameterizedTest
    @EnumSource
    void storesTypeAndCachingForTheEdge(ContentType type) throws Exception {
        String key = "types/" + type.name();
        store.put(key, "x".getBytes(UTF_8), type);

        try (var download = store.download(key).orElseThrow()) {
            assertThat(download.contentType()).isEqualTo(type.mediaType());
            assertThat(download.cacheControl()).isEqualTo(type.cacheControl());
        }
        var seen = witness.statObject(
                StatObjectArgs.builder().bucket(BUCKET).object(key).build());
        assertThat(seen.contentType()).isEqualTo(type.mediaType());
        assertThat(seen.headers().get("Cache-Control")).isEqualTo(type.cacheControl());
    }

    @Test
    void readsARangeAtTheEndAndOneThatReachesBeyondIt() throws IOException {
        store.put("ranges/ten", "0123456789".getBytes(UTF_8), ContentType.BYTES);

        try (var end = store.open("ranges/ten", 9, 9).orElseThrow();
                var beyond = store.open("ranges/ten", 7, 99).orElseThrow()) {
            assertThat(end.readAllBytes()).asString(UTF_8).isEqualTo("9");
            assertThat(beyond.readAllBytes()).asString(UTF_8).isEqualTo("789");
        }
    }

    @Test
    void letsTheWitnessReadALargeFileByteForByte(@TempDir Path directory) throws Exception {
        byte[] bytes = noise(48 << 20);
        Path file = Files.write(directory.resolve("large"), bytes);
        store.put("titles/a/a-1/large.m4s", file, ContentType.SEGMENT);

        try (var seen = witness.getObject(GetObjectArgs.builder()
                .bucket(BUCKET)
                .object("titles/a/a-1/large.m4s")
                .build())) {
            assertThat(sha256(seen.readAllBytes())).isEqualTo(sha256(bytes));
        }
        try (var part =
                store.open("titles/a/a-1/large.m4s", 40_000_000, 40_000_999).orElseThrow()) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 40_000_000, 40_001_000));
        }
    }

    @Test
    void readsWhatTheWitnessWroteInParts() throws Exception {
        byte[] bytes = noise(11 << 20);
        witness.putObject(PutObjectArgs.builder().bucket(BUCKET).object("foreign/film.mp4").stream(
                        new ByteArrayInputStream(bytes), -1L, 5L << 20)
                .contentType("video/mp4")
                .build());

        var head = store.head("foreign/film.mp4").orElseThrow();
        assertThat(head.bytes()).isEqualTo(bytes.length);
        assertThat(head.etag()).contains("-3");
        var content = store.get("foreign/film.mp4").orElseThrow();
        assertThat(sha256(content.bytes())).isEqualTo(sha256(bytes));
        assertThat(content.etag()).isEqualTo(head.etag());
        try (var part = store.open("foreign/film.mp4", 5 << 20, (5 << 20) + 99).orElseThrow()) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 5 << 20, (5 << 20) + 100));
        }
        assertThat(store.putIfMatch("foreign/film.mp4", new byte[] {1}, ContentType.INIT, head.etag()))
                .isTrue();
    }

    @Test
    void listsWhatTheWitnessLists() throws Exception {
        for (String key : List.of("list/b/2", "list/a", "list/b/1", "list/b-c")) {
            store.put(key, key.getBytes(UTF_8), ContentType.BYTES);
        }
        var seen = new ArrayList<String>();
        for (var item : witness.listObjects(ListObjectsArgs.builder()
                .bucket(BUCKET)
                .prefix("list/")
                .recursive(true)
                .build())) {
            seen.add(item.get().objectName() + " " + item.get().size() + " "
                    + item.get().etag().replace("\"", ""));
        }

        assertThat(store.list("list/"))
                .extracting(object -> object.key() + " " + object.bytes() + " "
                        + object.etag().replace("\"", ""))
                .containsExactlyElementsOf(seen);
        assertThat(store.list("list/"))
                .extracting(StoredObject::key)
                .containsExactly("list/a", "list/b-c", "list/b/1", "list/b/2");
    }

    @Test
    void deletesWhatIsThereAndMindsNotWhatIsNot() throws Exception {
        store.put("gone/1", new byte[] {1}, ContentType.BYTES);

        store.delete(List.of("gone/1", "gone/2"));

        assertThat(store.head("gone/1")).isEmpty();
        assertThat(witness.listObjects(
                        ListObjectsArgs.builder().bucket(BUCKET).prefix("gone/").build()))
                .isEmpty();
    }

    /// S3Proxy gives the old bytes to the end, MinIO cuts the connection; neither gives a mix.
    @Test
    void givesNobodyAMixOfOldAndNewBytes() throws Exception {
        byte[] old = noise(8 << 20);
        store.put("read/film", old, ContentType.SEGMENT);
        var read = new ByteArrayOutputStream();
        try (var reading = store.open("read/film").orElseThrow()) {
            read.write(reading.readNBytes(1_000));
            store.put("read/film", new byte[8 << 20], ContentType.SEGMENT);
            reading.transferTo(read);
        } catch (IOException cut) {
            assertThat(read.size()).isLessThan(old.length);
        }

        assertThat(sha256(read.toByteArray())).isEqualTo(sha256(Arrays.copyOf(old, read.size())));
        assertThat(store.get("read/film").orElseThrow().bytes()).containsOnly(0);
    }

    @Test
    void refusesBytesThatAreNotThoseOfTheirChecksum() {
        var at = server.location();
        try (var s3 = S3Client.builder()
                .endpointOverride(at.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(at.user(), at.password())))
                .httpClientBuilder(Apache5HttpClient.builder())
                .forcePathStyle(true)
                .build()) {
            assertThatThrownBy(() -> s3.putObject(
                            put -> put.bucket(BUCKET)
                                    .key("damaged")
                                    .checksumSHA256(Base64.getEncoder().encodeToString(sha256("sent".getBytes(UTF_8)))),
                            RequestBody.fromString("arrived")))
                    .isInstanceOf(S3Exception.class);
        }
        assertThat(store.head("damaged")).isEmpty();
    }

    @Test
    void takesNoCallWithAWrongSecret() {
        var at = server.location();
        try (var stranger =
                new ObjectStore(new StorageProperties(at.uri(), BUCKET, "us-east-1", at.user(), "wrong-secret"))) {
            assertThatThrownBy(() -> stranger.get("put/file")).isInstanceOf(S3Exception.class);
        }
    }

    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes); // The seed is the size, which the test says.
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
