package org.reelmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandEffectTest {

    @Test
    void knowsReadsAndDocumentWritesInAnyCase() {
        assertThat(CommandEffect.of("find", new Document())).isEqualTo(CommandEffect.READ);
        assertThat(CommandEffect.of("getMore", new Document())).isEqualTo(CommandEffect.READ);
        assertThat(CommandEffect.of("findAndModify", new Document())).isEqualTo(CommandEffect.DOCUMENTS);
        assertThat(CommandEffect.of("findandmodify", new Document())).isEqualTo(CommandEffect.DOCUMENTS);
    }

    @Test
    void takesTheUnknownForAChangeOfStructure() {
        assertThat(CommandEffect.of("createIndexes", new Document())).isEqualTo(CommandEffect.STRUCTURE);
        assertThat(CommandEffect.of("somethingNew", new Document())).isEqualTo(CommandEffect.STRUCTURE);
    }

    @Test
    void takesAnAggregationThatWritesForAChangeOfStructure() {
        var reading = new Document("pipeline", List.of(new Document("$match", new Document())));
        var writing =
                new Document("pipeline", List.of(new Document("$match", new Document()), new Document("$out", "copy")));
        assertThat(CommandEffect.of("aggregate", reading)).isEqualTo(CommandEffect.READ);
        assertThat(CommandEffect.of("aggregate", writing)).isEqualTo(CommandEffect.STRUCTURE);
    }
}
