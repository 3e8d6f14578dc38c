package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Licence;

/// A film as its page tells it.
///
/// @param key unique over all catalogues
/// @param sources best first
public record FoundTitle(
        String key,
        URI page,
        String name,
        @Nullable String originalName,
        @Nullable Integer year,
        @Nullable String description,
        List<String> genres,
        List<String> cast,
        @Nullable Duration runtime,
        @Nullable String language,
        @Nullable URI poster,
        Licence licence,
        Map<String, String> externalIds,
        List<FoundSource> sources) {

    public FoundTitle {
        genres = List.copyOf(genres);
        cast = List.copyOf(cast);
        externalIds = Map.copyOf(externalIds);
        sources = List.copyOf(sources);
    }
}
