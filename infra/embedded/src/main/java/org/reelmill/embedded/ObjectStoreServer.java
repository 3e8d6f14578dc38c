package org.reelmill.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded object store: S3's protocol over a directory, by S3Proxy.
///
/// Requests must be signed with the one key pair; presigned URLs, ranges, multipart uploads, `If-None-Match:
/// *` and `If-Match` work. It has no bucket policies, lifecycle or tags, no key `a` beside a key `a/b`, and
/// path segments of at most 255 bytes. Buckets are the client's to create; all survives a restart.
public final class ObjectStoreServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ObjectStoreServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);
    // A part or segment sent in one signed piece is held in memory while its signature is checked.
    private static final long LARGEST_UNCHUNKED_REQUEST_BYTES = 128L << 20;

    private final S3Proxy proxy;
    private final int port;

    private ObjectStoreServer(S3Proxy proxy) {
        this.proxy = proxy;
        this.port = proxy.getPort();
    }

    /// Starts on a directory, which is created if need be; returns once it answers.
    ///
    /// @param port 0 takes a free one
    /// @throws EmbeddedServiceException if the port is taken or the directory cannot be used
    public static ObjectStoreServer start(Path directory, int port, String accessKey, String secretKey) {
        try {
            Files.createDirectories(directory);
            var proxy = S3Proxy.builder()
                    .blobStore(new ConditionalPuts(new FilesystemNio2BlobStore(directory.toString())))
                    .endpoint(URI.create("http://" + LOOPBACK + ":" + port))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                    .ignoreUnknownHeaders(true)
                    .v4MaxNonChunkedRequestSize(LARGEST_UNCHUNKED_REQUEST_BYTES)
                    .stopTimeout(STOP_LIMIT.toMillis())
                    .build();
            proxy.start();
            awaitStarted(proxy);
            return new ObjectStoreServer(proxy);
        } catch (Exception e) { // S3Proxy.start() declares Exception.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw hasCause(e, BindException.class)
                    ? EmbeddedServiceException.portInUse("object store", port, e)
                    : EmbeddedServiceException.notStarted("object store", directory, e);
        }
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// The S3 endpoint; use path-style addresses and any region.
    public URI endpoint() {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }

    /// Gives open requests two seconds, then cuts them off. May be repeated.
    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (TimeoutException cutOff) {
            log.info("The object store cut off requests that did not end within {} s", STOP_LIMIT.toSeconds());
        } catch (Exception e) { // S3Proxy.stop() declares Exception.
            throw new EmbeddedServiceException("The object store did not stop in order: " + e.getMessage(), e);
        }
    }

    private static void awaitStarted(S3Proxy proxy) throws IOException, InterruptedException {
        var limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!"STARTED".equals(proxy.getState())) {
            if (System.nanoTime() > limit) {
                throw new IOException("not started after " + START_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(5);
        }
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
