package org.reelmill.yaml;

/// A YAML file cannot be used. The message names file, line and field, and says what is wrong.
public final class YamlFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;

    YamlFault(String file, int line, String field, String wrong) {
        super(file + ", line " + line + (field.isEmpty() ? "" : ", field " + field) + ": " + wrong);
        this.line = line;
        this.field = field;
    }

    /// From 1.
    public int line() {
        return line;
    }

    /// With dots, e.g. `titles.links`.
    public String field() {
        return field;
    }
}
