package org.reelmill.title;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.mongodb.core.mapping.Document;

/// A film in the catalogue, through its whole life. Stored and shown as it is, but for its sources.
///
/// @param key what the catalogue source calls it, unique over all titles: `site-id/path`; an upload's own id
///     else
/// @param page address of the page it was read from
/// @param sources ids of its sources, best first
/// @param ingest id of the ingest that is or was under way last
/// @param publication what plays, once an ingest is READY
/// @param poster key of its poster in object storage
/// @param externalIds by scheme, e.g. `imdb`
@Document("titles")
public record Title(
        @Id String id,
        String key,
        @Nullable String page,
        String name,
        @Nullable String originalName,
        @Nullable Integer year,
        @Nullable String description,
        List<String> genres,
        List<String> cast,
        @Nullable Duration runtime,
        @Nullable String language,
        @Nullable String poster,
        Licence licence,
        Map<String, String> externalIds,
        List<String> sources,
        TitleState state,
        @Nullable String ingest,
        @Nullable Publication publication,
        Instant discoveredAt,
        @Nullable Instant wantedAt,
        @Version @Nullable Long version) {

    public Title {
        genres = List.copyOf(genres);
        cast = List.copyOf(cast);
        externalIds = Map.copyOf(externalIds);
        sources = List.copyOf(sources);
    }
}
