package org.reelmill.pipeline.catalog;

import org.jspecify.annotations.Nullable;
import org.reelmill.yaml.YamlFault;

/// A recipe cannot be used. The message names file, line and field, and says what is wrong.
public final class RecipeFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;

    RecipeFault(YamlFault fault) {
        super(fault.getMessage(), fault);
        this.line = fault.line();
        this.field = fault.field();
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
