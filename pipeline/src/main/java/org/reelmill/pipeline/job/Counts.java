package org.reelmill.pipeline.job;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/// What a step counts beside its items, kept in its execution context, so that a restart counts on.
final class Counts {

    private static final String PREFIX = "count.";
    private static final String EXAMPLES = "examples";

    private Counts() {}

    static void add(ExecutionContext context, String name, long more) {
        context.putLong(PREFIX + name, context.getLong(PREFIX + name, 0) + more);
    }

    static void examples(ExecutionContext context, List<String> examples) {
        context.putString(EXAMPLES, String.join("\n", examples));
    }

    /// By name.
    static Map<String, Long> of(ExecutionContext context) {
        var counts = new TreeMap<String, Long>();
        context.toMap().forEach((key, value) -> {
            if (key.startsWith(PREFIX) && value instanceof Number number) {
                counts.put(key.substring(PREFIX.length()), number.longValue());
            }
        });
        return counts;
    }

    static List<String> examplesOf(ExecutionContext context) {
        String examples = context.getString(EXAMPLES, "");
        return examples == null || examples.isEmpty()
                ? List.of()
                : examples.lines().toList();
    }
}
