package org.reelmill.testing.commands;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Takes a command of MongoDB's protocol apart into the words that carry meaning: the command, its options,
/// and the operators in its filters, updates and pipelines; field names and values are left out. A word says
/// where it stands, since `$set` in an update and `$set` as a stage are two things: `find`, `find.filter`,
/// `query $in`, `update $set`, `stage $match`, `expression $sum`, `index unique`, `path $[]`.
final class CommandWords {

    private static final Set<String> GENERIC =
            Set.of("$db", "$readPreference", "lsid", "readConcern", "writeConcern", "maxTimeMS", "comment");
    private static final Pattern POSITION = Pattern.compile("\\.\\$(\\[.*?])?");

    private final Set<String> words = new LinkedHashSet<>();

    private CommandWords() {}

    static Set<String> of(String command, Map<String, Object> arguments) {
        var all = new CommandWords();
        all.command(command, arguments);
        return all.words;
    }

    private void command(String command, Map<String, Object> arguments) {
        words.add(command);
        arguments.forEach((option, value) -> {
            if (GENERIC.contains(option)) {
                words.add("any " + option);
            } else if (!option.equalsIgnoreCase(command)) {
                words.add(command + "." + option);
                argument(command, option, value);
            }
        });
    }

    private void argument(String command, String option, @Nullable Object value) {
        switch (option) {
            case "filter", "query" -> query(value);
            case "update" -> update(value);
            case "updates" -> statements(command, "updates", value);
            case "deletes" -> statements(command, "deletes", value);
            case "pipeline" -> pipeline(value);
            case "projection", "fields" -> operators("projection", value);
            case "documents" -> documents(value);
            case "indexes" -> indexes(value);
            case "cursor" -> maps(value).forEach(cursor -> cursor.keySet().forEach(key -> words.add("cursor " + key)));
            default -> operators(command + "." + option, value);
        }
    }

    private void statements(String command, String list, @Nullable Object value) {
        for (var statement : maps(value)) {
            statement.forEach((option, part) -> {
                words.add(command + "." + list + "." + option);
                switch (option) {
                    case "q" -> query(part);
                    case "u" -> update(part);
                    default -> operators(command + "." + list + "." + option, part);
                }
            });
        }
    }

    /// A filter: operators on fields, and `$and`, `$or`, `$nor` over filters.
    private void query(@Nullable Object value) {
        for (var filter : maps(value)) {
            filter.forEach((key, part) -> {
                if (key.startsWith("$")) {
                    words.add("query " + key);
                }
                if (key.equals("$expr")) {
                    expression(part);
                } else {
                    query(part);
                }
            });
        }
    }

    private void update(@Nullable Object value) {
        if (value instanceof List<?>) {
            words.add("update PIPELINE");
            return;
        }
        for (var update : maps(value)) {
            boolean replacement = update.keySet().stream().noneMatch(key -> key.startsWith("$"));
            if (replacement) {
                words.add("update REPLACEMENT");
                continue;
            }
            update.forEach((operator, fields) -> {
                words.add("update " + operator);
                maps(fields).forEach(each -> each.forEach((path, part) -> updated(operator, path, part)));
            });
        }
    }

    private void updated(String operator, String path, @Nullable Object value) {
        var positions = POSITION.matcher(path);
        while (positions.find()) {
            words.add(position(positions.group()));
        }
        switch (operator) {
            case "$push", "$addToSet", "$currentDate" -> modifiers(operator, value);
            case "$pull" -> query(value);
            default -> documents(value);
        }
    }

    private static String position(String found) {
        return found.equals(".$") || found.equals(".$[]") ? "path " + found.substring(1) : "path $[NAME]";
    }

    private void modifiers(String operator, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, part) -> {
                if (String.valueOf(key).startsWith("$")) {
                    words.add("update " + operator + " " + key);
                }
                documents(part);
            });
        }
    }

    private void pipeline(@Nullable Object value) {
        for (var stage : maps(value)) {
            stage.forEach((name, part) -> {
                words.add("stage " + name);
                switch (name) {
                    case "$match" -> query(part);
                    case "$facet" ->
                        maps(part).forEach(facets -> facets.values().forEach(this::pipeline));
                    case "$lookup", "$unionWith" ->
                        maps(part)
                                .forEach(lookup -> lookup.forEach((option, each) -> {
                                    words.add("stage " + name + "." + option);
                                    if (option.equals("pipeline")) {
                                        pipeline(each);
                                    }
                                }));
                    default -> expression(part);
                }
            });
        }
    }

    private void expression(@Nullable Object value) {
        operators("expression", value);
    }

    /// Stored documents: a field's name that begins with a dollar sign means something else from version to
    /// version.
    private void documents(@Nullable Object value) {
        operators("stored field", value);
    }

    private void indexes(@Nullable Object value) {
        for (var index : maps(value)) {
            index.forEach((option, part) -> {
                words.add("index " + option);
                if (option.equals("key")) {
                    maps(part)
                            .forEach(key -> key.values().stream()
                                    .filter(String.class::isInstance)
                                    .forEach(kind -> words.add("index kind " + kind)));
                }
            });
        }
    }

    private void operators(String where, @Nullable Object value) {
        for (var map : maps(value)) {
            map.forEach((key, part) -> {
                if (key.startsWith("$")) {
                    words.add(where + " " + key);
                }
                operators(where, part);
            });
        }
    }

    /// The documents that a value is or holds in a list.
    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Map<?, ?> map -> List.of((Map<String, Object>) map);
            case Iterable<?> list ->
                StreamSupport.stream(list.spliterator(), false)
                        .flatMap(each -> maps(each).stream())
                        .toList();
            default -> List.of();
        };
    }
}
