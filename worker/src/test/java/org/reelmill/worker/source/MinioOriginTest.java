package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.testing.parts.PartLogs;
import org.reelmill.testing.parts.Stack;
import org.reelmill.title.Ids;

/// The same on MinIO.
@ExtendWith(PartLogs.class)
class MinioOriginTest extends BucketOriginTest {

    @Override
    Stack stack() {
        return Stack.REAL;
    }

    @Test
    void knowsTheChecksumThatTheStoreKnows() throws Exception {
        URI link = put(film);
        assertThat(stated(link)).as("put without it").isEmpty();
        putWithSha256(film);
        assertThat(stated(link))
                .contains(HexFormat.of().formatHex(Sha256.digest().digest(film)));
    }

    private Optional<String> stated(URI link) throws InterruptedException {
        try (var reader = readers(Ids.next(), "one/1").open(source(link))) {
            return reader.statedSha256();
        }
    }
}
