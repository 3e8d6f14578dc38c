package org.reelmill.pipeline.catalog;

import org.jspecify.annotations.Nullable;

/// A recipe cannot be used. The message names file, line and field, and says what is wrong.
public final class RecipeFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;

    RecipeFault(String file, int line, String field, String wrong) {
        super(file + ", line " + line + (field.isEmpty() ? "" : ", field " + field) + ": " + wrong);
        this.line = line;
        this.field = field;
    }

    RecipeFault(String wrong, @Nullable Throwable cause) {
        super(wrong, cause);
        this.line = 0;
        this.field = "";
    }

    /// From 1; 0 where there is no such file.
    public int line() {
        return line;
    }

    /// With dots, e.g. `titles.links`.
    public String field() {
        return field;
    }
}
