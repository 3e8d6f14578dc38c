package org.reelmill.pipeline.catalog;

import java.util.Optional;
import java.util.stream.Stream;

/// What a page says of a film.
enum Field {
    NAME("name"),
    ORIGINAL_NAME("originalName"),
    YEAR("year"),
    DESCRIPTION("description"),
    GENRES("genres"),
    CAST("cast"),
    RUNTIME("runtime"),
    LANGUAGE("language"),
    POSTER("poster"),
    LICENCE("licence"),
    ATTRIBUTION("attribution"),
    /// Addresses of the film itself.
    SOURCE("source");

    private final String key;

    Field(String key) {
        this.key = key;
    }

    /// As recipes name it.
    String key() {
        return key;
    }

    static Optional<Field> named(String key) {
        return Stream.of(values()).filter(field -> field.key.equals(key)).findFirst();
    }
}
