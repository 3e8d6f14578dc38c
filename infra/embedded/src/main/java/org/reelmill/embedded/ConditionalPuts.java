package org.reelmill.embedded;

import java.io.InputStream;
import java.util.stream.IntStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes a put with `If-Match` one step. S3Proxy compares the version before it takes the body, and writes
/// whatever has happened meanwhile: of several who read the same version each would win, and the last one
/// undo the others.
final class ConditionalPuts extends ForwardingBlobStore {

    private static final int PRECONDITION_FAILED = 412;
    private static final int STRIPES = 64;

    private final Object[] locks =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toArray();

    ConditionalPuts(BlobStore store) {
        super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        if (request.ifMatch() == null) {
            return super.putBlob(request, body);
        }
        synchronized (locks[Math.floorMod(request.key().hashCode(), STRIPES)]) {
            var now = delegate().blobMetadataIfPresent(request.bucket(), request.key());
            if (now == null
                    || !(request.ifMatch().equals("*")
                            || bare(request.ifMatch()).equals(bare(now.eTag())))) {
                throw failed();
            }
            return super.putBlob(request, body);
        }
    }

    private static String bare(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private static S3Exception failed() {
        var details = AwsErrorDetails.builder()
                .errorCode("PreconditionFailed")
                .errorMessage("Another version is there.")
                .build();
        return (S3Exception) S3Exception.builder()
                .statusCode(PRECONDITION_FAILED)
                .awsErrorDetails(details)
                .build();
    }
}
