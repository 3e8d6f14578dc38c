package org.reelmill.testing.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class CommandWordsTest {

    @Test
    void namesOptionsAndTheOperatorsOfAFilter() {
        assertThat(words("{find: 'titles', filter: {state: {$in: ['a', 'b']}, $or: [{n: {$gt: 1}}, {m: 2}]},"
                        + " sort: {n: 1}, limit: 3, $db: 'reelmill'}"))
                .containsExactlyInAnyOrder(
                        "find",
                        "find.filter",
                        "query $in",
                        "query $or",
                        "query $gt",
                        "find.sort",
                        "find.limit",
                        "any $db");
    }

    @Test
    void tellsAnUpdateFromAReplacementAndFromAPipeline() {
        assertThat(words("{update: 't', updates: [{q: {_id: 1}, u: {$set: {a: 1}, $push: {b: {$each: [1]}}}}]}"))
                .containsExactlyInAnyOrder(
                        "update",
                        "update.updates",
                        "update.updates.q",
                        "update.updates.u",
                        "update $set",
                        "update $push",
                        "update $push $each");
        assertThat(words("{update: 't', updates: [{q: {_id: 1}, u: {a: 1}}]}")).contains("update REPLACEMENT");
        assertThat(words("{update: 't', updates: [{q: {_id: 1}, u: [{$set: {a: 1}}]}]}"))
                .contains("update PIPELINE")
                .doesNotContain("update $set");
    }

    @Test
    void seesPositionsInPaths() {
        assertThat(words("{findAndModify: 't', update: {$set: {'a.$.b': 1, 'a.$[].b': 1, 'a.$[x].b': 1}}}"))
                .contains("path $", "path $[]", "path $[NAME]");
    }

    @Test
    void keepsStagesExpressionsAndFiltersApart() {
        assertThat(words("{aggregate: 't', pipeline: [{$match: {a: {$ne: 1}}}, {$group: {_id: '$a', n: {$sum: 1}}},"
                        + " {$facet: {x: [{$limit: 1}]}}], cursor: {batchSize: 5}}"))
                .containsExactlyInAnyOrder(
                        "aggregate",
                        "aggregate.pipeline",
                        "aggregate.cursor",
                        "cursor batchSize",
                        "stage $match",
                        "query $ne",
                        "stage $group",
                        "expression $sum",
                        "stage $facet",
                        "stage $limit");
    }

    @Test
    void mindsNoNulls() {
        assertThat(words("{find: 't', filter: {a: null, b: {$in: [null]}}, projection: null}"))
                .containsExactlyInAnyOrder("find", "find.filter", "query $in", "find.projection");
    }

    @Test
    void seesKindsAndOptionsOfIndexes() {
        assertThat(words("{createIndexes: 't', indexes: [{key: {a: 'text'}, name: 'a', sparse: true}]}"))
                .contains("index kind text", "index sparse");
    }

    @Test
    void seesStoredFieldsThatLookLikeOperators() {
        assertThat(words("{insert: 't', documents: [{_id: 1, a: {$b: 2}}]}")).contains("stored field $b");
    }

    private static Set<String> words(String json) {
        var command = Document.parse(json);
        return CommandWords.of(command.keySet().iterator().next(), command);
    }
}
