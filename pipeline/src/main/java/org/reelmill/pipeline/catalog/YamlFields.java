package org.reelmill.pipeline.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The fields of one mapping in a YAML file. Every fault names file, line and field; keys that nobody asked
/// for are faults too.
final class YamlFields {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final String file;
    private final String path;
    private final Node node;
    private final Map<String, String> variables;
    private final Map<String, Node> values = new LinkedHashMap<>();

    YamlFields(String file, String path, Node node, Map<String, String> variables) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.variables = variables;
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node, "", "must hold named fields");
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw fault(entry.getKeyNode(), "", "a field's name must be a plain word");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw fault(key, key.getValue(), "stands here twice");
            }
        }
    }

    /// Refuses all keys but these.
    YamlFields only(Set<String> known) {
        for (var entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw fault(
                        entry.getValue(),
                        entry.getKey(),
                        "is not known here; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    Set<String> keys() {
        return values.keySet();
    }

    String text(String key) {
        return textOf(key, required(key));
    }

    Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> textOf(key, value));
    }

    /// A text, or a list of them.
    List<String> texts(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            return List.of(textOf(key, value));
        }
        var texts = new ArrayList<String>();
        sequence.getValue().forEach(item -> texts.add(textOf(key, item)));
        return texts;
    }

    YamlFields fields(String key) {
        return new YamlFields(file, path(key), required(key), variables);
    }

    /// Turns a field's text into a value; what the conversion throws becomes a fault of the field.
    <T> T converted(String key, String text, Conversion<T> conversion) {
        try {
            return conversion.apply(text);
        } catch (RuntimeException e) {
            throw fault(key, e.getMessage() == null ? "cannot be read" : e.getMessage());
        }
    }

    RecipeFault fault(String key, String wrong) {
        return fault(values.getOrDefault(key, node), key, wrong);
    }

    private Node required(String key) {
        Node value = values.get(key);
        if (value == null) {
            throw fault(node, key, "is missing");
        }
        return value;
    }

    private String textOf(String key, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            throw fault(value, key, "must be a text");
        }
        if (scalar.getValue().isBlank()) {
            throw fault(value, key, "is empty");
        }
        Matcher placeholders = PLACEHOLDER.matcher(scalar.getValue());
        return placeholders.replaceAll(placeholder -> {
            String filled = variables.get(placeholder.group(1));
            if (filled == null) {
                throw fault(
                        value,
                        key,
                        "the variable \"" + placeholder.group(1) + "\" has no value; set reelmill.catalog.variables."
                                + placeholder.group(1));
            }
            return Matcher.quoteReplacement(filled);
        });
    }

    private RecipeFault fault(Node at, String key, @Nullable String wrong) {
        return new RecipeFault(file, at.getStartMark().getLine() + 1, path(key), wrong == null ? "is wrong" : wrong);
    }

    private String path(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    /// Turns a text into a value.
    @FunctionalInterface
    interface Conversion<T> {
        T apply(String text);
    }
}
