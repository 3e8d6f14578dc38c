package org.reelmill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.parts.Minio;
import org.reelmill.testing.parts.PartLogs;
import software.amazon.awssdk.core.exception.SdkException;

@ExtendWith(PartLogs.class)
class ObjectStoreKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE = 1 << 20;

    @Test
    void minioKeepsWhatItAcknowledgedAndNothingHalf(@TempDir Path directory) throws Exception {
        try (var minio = Minio.start(directory);
                var store = store(minio)) {
            store.createBucket();
            var acknowledged = new AtomicInteger();
            var writer = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; ; i++) {
                        store.put("killed/" + i, filled(i), ContentType.SEGMENT);
                        acknowledged.set(i + 1);
                    }
                } catch (SdkException killed) {
                    return;
                }
            });
            await().atMost(PATIENCE).until(() -> acknowledged.get() > 20);

            minio.kill();
            writer.join(PATIENCE);
            assertThat(writer.isAlive()).isFalse();
            assertThatThrownBy(() -> store.head("killed/0")).isInstanceOf(SdkException.class);

            minio.start();
            var listed = store.list("killed/");
            assertThat(listed).hasSizeBetween(acknowledged.get(), acknowledged.get() + 1);
            for (int i = 0; i < listed.size(); i++) {
                assertThat(store.get("killed/" + i).orElseThrow().bytes()).isEqualTo(filled(i));
            }
        }
    }

    private static ObjectStore store(Minio minio) {
        var at = minio.location();
        return new ObjectStore(new StorageProperties(at.uri(), "reelmill", "us-east-1", at.user(), at.password()));
    }

    private static byte[] filled(int value) {
        var bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
