package org.reelmill.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The fields of one mapping in a YAML file. Every fault names file, line and field; keys that nobody asked
/// for are faults too.
public final class YamlFields {

    private final String file;
    private final String path;
    private final Node node;
    private final UnaryOperator<String> filling;
    private final Map<String, Node> values = new LinkedHashMap<>();

    YamlFields(String file, String path, Node node, UnaryOperator<String> filling) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.filling = filling;
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
    public YamlFields only(Set<String> known) {
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

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public String text(String key) {
        return textOf(key, required(key));
    }

    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> textOf(key, value));
    }

    /// A text, or a list of them.
    public List<String> texts(String key) {
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

    public YamlFields fields(String key) {
        return new YamlFields(file, path(key), required(key), filling);
    }

    /// The mappings of a list, in order.
    public List<YamlFields> list(String key) {
        if (!(required(key) instanceof SequenceNode sequence)) {
            throw fault(key, "must be a list");
        }
        var list = new ArrayList<YamlFields>();
        for (Node item : sequence.getValue()) {
            list.add(new YamlFields(file, path(key) + "[" + list.size() + "]", item, filling));
        }
        return List.copyOf(list);
    }

    /// A whole number between two others, both included.
    public int number(String key, int least, int most) {
        return converted(key, text(key), text -> {
            if (!text.matches("-?[0-9]{1,9}")) {
                throw new IllegalArgumentException("must be a whole number, not \"" + text + "\"");
            }
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException("must be from " + least + " to " + most + ", not " + number);
            }
            return number;
        });
    }

    /// Turns a field's text into a value; what the conversion throws becomes a fault of the field.
    public <T> T converted(String key, String text, Conversion<T> conversion) {
        try {
            return conversion.apply(text);
        } catch (RuntimeException e) {
            throw fault(key, e.getMessage() == null ? "cannot be read" : e.getMessage());
        }
    }

    public YamlFault fault(String key, String wrong) {
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
        try {
            return filling.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            throw fault(value, key, e.getMessage());
        }
    }

    private YamlFault fault(Node at, String key, @Nullable String wrong) {
        return new YamlFault(file, at.getStartMark().getLine() + 1, path(key), wrong == null ? "is wrong" : wrong);
    }

    private String path(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    /// Turns a text into a value.
    @FunctionalInterface
    public interface Conversion<T> {
        T apply(String text);
    }
}
