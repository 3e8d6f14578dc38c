package org.reelmill.testing.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.DocumentStore;
import org.reelmill.testing.parts.DocumentStoreServer;

class RecordedCommandsTest {

    @Test
    void everyWordOfTheSubsetHasItsSection() {
        assertThat(CommonSubset.read().sections())
                .isNotEmpty()
                .allSatisfy((word, section) -> assertThat(section).as(word).matches("(reference|core)/.+"));
    }

    @Test
    void objectsToWhatIsOutsideAndTellsItOnce(@TempDir Path directory) throws IOException {
        var recorded = new RecordedCommands(directory, CommonSubset.read());

        assertThat(recorded.record("find", Map.of("find", "t", "filter", Map.of("a", Map.of("$gt", 1)))))
                .isEmpty();
        assertThat(recorded.record("find", Map.of("find", "t", "filter", Map.of("$where", "1 == 1"))))
                .hasValueSatisfying(objection -> assertThat(objection).contains("query $where"));

        assertThat(recorded.takeObjections()).singleElement().asString().contains("query $where");
        assertThat(recorded.takeObjections()).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("words-"))
                            .findFirst()
                            .map(RecordedCommandsTest::read))
                    .hasValueSatisfying(words -> assertThat(words).contains("find.filter", "query $gt"));
        }
    }

    @Test
    void aStoreInThisJvmRefusesWhatIsOutside(@TempDir Path directory) {
        try (var store = DocumentStore.start(directory, 0);
                var client = MongoClients.create(store.uri())) {
            var titles = client.getDatabase("reelmill").getCollection("titles");
            titles.insertOne(new Document("_id", 1));

            assertThatThrownBy(() -> titles.find(Filters.where("1 == 1")).first())
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("common-subset.txt")
                    .hasMessageContaining("query $where");
            assertThat(titles.updateOne(Filters.eq("_id", 1), Updates.set("a", 1))
                            .getModifiedCount())
                    .isEqualTo(1);
        }
        assertThat(RecordedCommands.HERE.takeObjections()).hasSize(1);
    }

    @Test
    void failsATestWhoseProductSwallowedTheRefusal() {
        RecordedCommands.HERE.record("bulkWrite", Map.of("bulkWrite", 1));

        assertThatThrownBy(CommandCheck::requireNoObjections)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[bulkWrite]");
    }

    @Test
    void aStoreInAProcessOfItsOwnRecordsHere(@TempDir Path directory) {
        try (var store = DocumentStoreServer.start(directory);
                var client = MongoClients.create(store.location().uri().toString())) {
            var titles = client.getDatabase("reelmill").getCollection("titles");

            assertThatThrownBy(() -> titles.find(Filters.text("film")).first())
                    .hasMessageContaining("common-subset.txt");
        }
        assertThat(RecordedCommands.HERE.takeObjections())
                .singleElement()
                .asString()
                .contains("query $text");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
