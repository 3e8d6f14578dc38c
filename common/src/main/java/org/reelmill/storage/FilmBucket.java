package org.reelmill.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Somebody's bucket that films are read from, over S3's API; nothing is ever written to it. Does not try
/// again by itself. What it throws holds nothing of the S3 client's, or it would look as if our own store
/// were away. Thread-safe.
public final class FilmBucket implements AutoCloseable {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final int SERVER_ERROR = 500;
    private static final Set<String> OUR_FAULT = Set.of(
            "NoSuchBucket",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "ExpiredToken",
            "AuthorizationHeaderMalformed",
            "PermanentRedirect",
            "RequestTimeTooSkewed");

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    /// @param connect longest wait for a connection
    /// @param silence longest silence of the store, before its answer and within it
    public FilmBucket(FilmBucketProperties properties, Duration connect, Duration silence) {
        this.bucket = properties.bucket();
        this.prefix = properties.prefix();
        this.s3 = S3Client.builder()
                .endpointOverride(properties.endpoint())
                .region(Region.of(properties.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(properties.accessKey(), properties.secretKey())))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(64)
                        .connectionTimeout(connect)
                        .socketTimeout(silence))
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .forcePathStyle(true)
                .build();
    }

    /// Asks for bytes `first` … `last`, both included, for the caller to close.
    ///
    /// @param etag the version that they must be of; `null` for any
    /// @throws IOException if the store cannot be reached or falls silent
    /// @throws FilmBucketRefusal if it answers without the film
    public Piece read(String key, long first, long last, @Nullable String etag) throws IOException {
        var stream = ask(() -> s3.getObject(get -> get.bucket(bucket)
                .key(prefix + key)
                .range("bytes=" + first + "-" + last)
                .ifMatch(etag)));
        String said = stream.response().contentRange();
        Matcher range = CONTENT_RANGE.matcher(said == null ? "" : said);
        if (!range.matches() || Long.parseLong(range.group(1)) != first) {
            stream.abort();
            throw new IOException("The store answered with another range than asked for.");
        }
        return new Piece(stream, Long.parseLong(range.group(3)));
    }

    /// What the store says of a whole object.
    ///
    /// @throws IOException if the store cannot be reached or falls silent
    /// @throws FilmBucketRefusal if it does not show the object
    public Facts facts(String key) throws IOException {
        var head = ask(() -> s3.headObject(
                request -> request.bucket(bucket).key(prefix + key).checksumMode(ChecksumMode.ENABLED)));
        // One of a multipart upload is a checksum of checksums, and ends in `-` and the number of parts.
        String sha256 = Optional.ofNullable(head.checksumSHA256())
                .filter(text -> SHA256.matcher(text).matches())
                .map(text -> HexFormat.of().formatHex(Base64.getDecoder().decode(text)))
                .orElse(null);
        return new Facts(head.contentLength(), head.eTag(), sha256);
    }

    /// Asks the store whether the bucket is there.
    ///
    /// @throws IOException if the store cannot be reached
    /// @throws FilmBucketRefusal if it does not show the bucket
    public void reach() throws IOException {
        ask(() -> s3.headBucket(head -> head.bucket(bucket)));
    }

    @Override
    public void close() {
        s3.close();
    }

    private static <T> T ask(Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (S3Exception answer) {
            throw new FilmBucketRefusal(reason(answer), answer.statusCode());
        } catch (AbortedException interrupted) {
            throw new InterruptedIOException("Interrupted while the store was asked.");
        } catch (SdkClientException noAnswer) {
            throw new IOException("The store gives no answer.", firstCause(noAnswer));
        }
    }

    private static FilmBucketRefusal.Reason reason(S3Exception answer) {
        if (answer.statusCode() >= SERVER_ERROR || answer.isThrottlingException()) {
            return FilmBucketRefusal.Reason.AWAY;
        }
        if (OUR_FAULT.contains(code(answer))) {
            return FilmBucketRefusal.Reason.MISCONFIGURED;
        }
        return switch (answer.statusCode()) {
            case 404, 410 -> FilmBucketRefusal.Reason.GONE;
            case 412 -> FilmBucketRefusal.Reason.CHANGED;
            case 416 -> FilmBucketRefusal.Reason.PAST_THE_END;
            case 401, 403 -> FilmBucketRefusal.Reason.FORBIDDEN;
            case 408, 429 -> FilmBucketRefusal.Reason.AWAY;
            default -> FilmBucketRefusal.Reason.MISCONFIGURED;
        };
    }

    private static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /// What the network said, without the S3 client around it.
    private static @Nullable Throwable firstCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause instanceof IOException ? cause : null;
    }

    /// What a store says of an object.
    ///
    /// @param sha256 of all its bytes in hex, where the store knows it
    public record Facts(long bytes, String etag, @Nullable String sha256) {}

    /// Some bytes of an object on their way, for the caller to close: what was not read is not fetched.
    public static final class Piece implements AutoCloseable {

        private final ResponseInputStream<GetObjectResponse> stream;
        private final long size;
        private final Counted body;

        Piece(ResponseInputStream<GetObjectResponse> stream, long size) {
            this.stream = stream;
            this.size = size;
            this.body = new Counted(stream, stream.response().contentLength());
        }

        public InputStream body() {
            return body;
        }

        /// Bytes of the whole object.
        public long size() {
            return size;
        }

        /// Strong, with its quotes.
        public String etag() {
            return stream.response().eTag();
        }

        @Override
        public void close() throws IOException {
            if (body.left > 0) {
                stream.abort(); // Closing would fetch the rest first.
            } else {
                stream.close(); // The connection is used again.
            }
        }
    }

    /// Knows how many bytes are still to come.
    private static final class Counted extends FilterInputStream {

        private long left;

        Counted(InputStream body, long bytes) {
            super(body);
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            left -= one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            left -= Math.max(0, count);
            return count;
        }
    }
}
