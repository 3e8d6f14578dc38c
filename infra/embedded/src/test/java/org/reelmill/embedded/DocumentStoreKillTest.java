package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoWriteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreKillTest {

    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    @Test
    void losesNothingAcknowledgedAndKeepsItsIndexesWhenKilled() throws Exception {
        var seed = Long.getLong("reelmill.test.seed", System.nanoTime());
        System.out.println("DocumentStoreKillTest: -Dreelmill.test.seed=" + seed);
        var random = new Random(seed);
        var writes = new AcknowledgedWrites();

        for (var round = 0; round < ROUNDS; round++) {
            try (var store = StoreProcess.start(directory);
                    var client = store.client()) {
                writes.assertAllKeptBy(client.getDatabase("reelmill"));
                writes.prepare(client.getDatabase("reelmill"), round);
                var before = writes.count();
                var writers = writes.startWriting(client);
                await().atMost(Duration.ofMinutes(1)).until(() -> writes.count() > before + 50);
                var killAfter = Duration.ofMillis(random.nextInt(100, 1_500));
                await().pollDelay(killAfter).pollInterval(Duration.ofMillis(1)).until(() -> true);
                store.kill();
                for (var writer : writers) {
                    writer.get(60, TimeUnit.SECONDS);
                }
            }
        }

        System.out.println("DocumentStoreKillTest: " + writes.count() + " acknowledged writes, " + ROUNDS + " kills");
        try (var store = DocumentStore.start(directory, 0);
                var client = StoreProcess.client(store.uri())) {
            writes.assertAllKeptBy(client.getDatabase("reelmill"));
        }
    }

    @Test
    void storesAndReleasesTheDirectoryOnTerminate() throws Exception {
        try (var store = StoreProcess.start(directory);
                var client = StoreProcess.client(store.uri())) {
            client.getDatabase("reelmill").getCollection("films").insertOne(new Document("_id", 1));

            store.process().destroy(); // SIGTERM

            assertThat(store.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        try (var store = DocumentStore.start(directory, 0);
                var client = StoreProcess.client(store.uri())) {
            var films = client.getDatabase("reelmill").getCollection("films");
            assertThat(films.countDocuments()).isEqualTo(1);
            assertThatThrownBy(() -> films.insertOne(new Document("_id", 1))).isInstanceOf(MongoWriteException.class);
        }
    }

    @Test
    void saysInOneSentenceThatAnotherProcessHasTheDirectory() throws Exception {
        try (var store = StoreProcess.start(directory)) {
            var second = StoreProcess.launch(directory);

            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(second.inputReader().lines())
                    .containsExactly("Another Reelmill uses the data directory " + directory
                            + ". Stop that one first, or choose another directory with --data DIR.");
            assertThat(store.process().isAlive()).isTrue();
        }
    }
}
