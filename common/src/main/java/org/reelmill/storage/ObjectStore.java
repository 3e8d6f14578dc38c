package org.reelmill.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The bucket that holds all films, over S3's API. Uploads carry checksums that the store verifies; what is
/// stored is whole or not there.
/// Thread-safe.
public final class ObjectStore implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;
    private static final int DELETE_BATCH = 1000;

    private final S3Client s3;
    private final String bucket;

    public ObjectStore(StorageProperties properties) {
        this.bucket = properties.bucket();
        this.s3 = S3Client.builder()
                .endpointOverride(properties.endpoint())
                .region(Region.of(properties.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(properties.accessKey(), properties.secretKey())))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
                .forcePathStyle(true)
                .build();
    }

    /// Whether an error says that the store is away, overloaded or full for a while, and the same call may
    /// work later. Not where the calling thread was interrupted.
    public static boolean isAway(Throwable thrown) {
        return switch (thrown) {
            case AbortedException interrupted -> false;
            case SdkServiceException answer ->
                answer.statusCode() >= SERVER_ERROR || answer.isThrottlingException() || answer.statusCode() == TIMEOUT;
            case SdkClientException noAnswer -> noAnswer.getCause() instanceof IOException;
            default -> false;
        };
    }

    /// Makes the bucket if it is not there.
    public void createBucket() {
        try {
            s3.headBucket(head -> head.bucket(bucket));
        } catch (NoSuchBucketException absent) {
            try {
                s3.createBucket(create -> create.bucket(bucket));
            } catch (BucketAlreadyOwnedByYouException madeByAnother) {
                return;
            }
        }
    }

    /// Asks the store whether the bucket is there.
    ///
    /// @throws RuntimeException with the reason if the store does not answer or does not know the bucket
    public void reach() {
        s3.headBucket(head -> head.bucket(bucket));
    }

    /// Stores a file, replacing what was there.
    public void put(String key, Path file, ContentType type) {
        s3.putObject(request(key, type).build(), RequestBody.fromFile(file));
    }

    /// Stores bytes, replacing what was there.
    public void put(String key, byte[] bytes, ContentType type) {
        s3.putObject(request(key, type).build(), RequestBody.fromBytes(bytes));
    }

    /// Stores bytes if the key is free.
    ///
    /// @return false if an object is there already
    public boolean putIfAbsent(String key, byte[] bytes, ContentType type) {
        return conditional(request(key, type).ifNoneMatch("*").build(), bytes);
    }

    /// Replaces an object if it still is the version that was read.
    ///
    /// @return false if somebody else has replaced it meanwhile
    public boolean putIfMatch(String key, byte[] bytes, ContentType type, String etag) {
        return conditional(request(key, type).ifMatch(etag).build(), bytes);
    }

    public Optional<StoredObject> head(String key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key));
            return Optional.of(new StoredObject(key, head.contentLength(), head.eTag(), head.lastModified()));
        } catch (S3Exception e) {
            return absent(e);
        }
    }

    /// A whole small object, with its version.
    public Optional<Content> get(String key) {
        try {
            var bytes = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
            return Optional.of(
                    new Content(bytes.asByteArrayUnsafe(), bytes.response().eTag()));
        } catch (S3Exception e) {
            return absent(e);
        }
    }

    /// An object as a stream, for the caller to close; empty if it is not there.
    public Optional<InputStream> open(String key) {
        return stream(key, whole -> {}).map(InputStream.class::cast);
    }

    /// An object with all that was stored with it, as a stream, for the caller to close; empty if it is not
    /// there.
    public Optional<Download> download(String key) {
        return stream(key, whole -> {}).map(stream -> {
            var head = stream.response();
            var object = new StoredObject(key, head.contentLength(), head.eTag(), head.lastModified());
            var cacheControl = Objects.requireNonNullElse(head.cacheControl(), "");
            return new Download(object, head.contentType(), cacheControl, stream);
        });
    }

    /// Bytes `first` … `last` (both included) of an object as a stream, for the caller to close; empty if it
    /// is not there.
    public Optional<InputStream> open(String key, long first, long last) {
        return stream(key, request -> request.range("bytes=" + first + "-" + last))
                .map(InputStream.class::cast);
    }

    /// All objects under a prefix, in order of their keys.
    public List<StoredObject> list(String prefix) {
        return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .map(object -> new StoredObject(object.key(), object.size(), object.eTag(), object.lastModified()))
                .toList();
    }

    /// Tells all objects under a prefix, in order of their keys, page by page, however many there are.
    public void each(String prefix, Consumer<StoredObject> listener) {
        for (var object : s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                .contents()) {
            listener.accept(new StoredObject(object.key(), object.size(), object.eTag(), object.lastModified()));
        }
    }

    /// Deletes objects; those that are not there are no error.
    public void delete(Collection<String> keys) {
        var rest = new ArrayList<>(keys);
        while (!rest.isEmpty()) {
            var batch = rest.subList(0, Math.min(DELETE_BATCH, rest.size()));
            var objects = batch.stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            s3.deleteObjects(delete ->
                    delete.bucket(bucket).delete(list -> list.objects(objects).quiet(true)));
            batch.clear();
        }
    }

    /// Deletes everything under a prefix.
    public void deleteAll(String prefix) {
        delete(list(prefix).stream().map(StoredObject::key).toList());
    }

    @Override
    public void close() {
        s3.close();
    }

    private PutObjectRequest.Builder request(String key, ContentType type) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(type.mediaType())
                .cacheControl(type.cacheControl());
    }

    private Optional<ResponseInputStream<GetObjectResponse>> stream(
            String key, Consumer<GetObjectRequest.Builder> range) {
        try {
            return Optional.of(
                    s3.getObject(request -> range.accept(request.bucket(bucket).key(key))));
        } catch (S3Exception e) {
            return absent(e);
        }
    }

    private boolean conditional(PutObjectRequest request, byte[] bytes) {
        try {
            s3.putObject(request, RequestBody.fromBytes(bytes));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT || e.statusCode() == NOT_FOUND) {
                // 409: another conditional put was under way (S3 API reference, PutObject). 404: If-Match of
                // a deleted object.
                return false;
            }
            throw e;
        }
    }

    private static <T> Optional<T> absent(S3Exception e) {
        if (e instanceof NoSuchKeyException || e.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        throw e;
    }

    /// A small object and its version.
    public record Content(byte[] bytes, String etag) {}
}
