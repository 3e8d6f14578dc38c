package org.reelmill.worker.publish;

import java.util.List;
import java.util.Map;

/// The fields of a stored document, with a complaint that names what is missing.
record Fields(Map<String, Object> document) {

    String text(String name) {
        return (String) needed(name);
    }

    long number(String name) {
        return ((Number) needed(name)).longValue();
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    List<?> list(String name) {
        return (List<?>) needed(name);
    }

    private Object needed(String name) {
        var value = document.get(name);
        if (value == null) {
            throw new IllegalArgumentException("A task's result lacks the field " + name + ".");
        }
        return value;
    }
}
