package org.reelmill.serving.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Publication;
import org.reelmill.title.Title;
import org.springframework.web.util.UriComponentsBuilder;

/// A title as lists show it to viewers.
///
/// @param poster path of its picture; changes with the picture, so it can be kept for ever
/// @param runtimeSeconds of the publication where there is one, else as the catalogue says
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Movie(
        String id,
        String title,
        @Nullable String originalTitle,
        @Nullable Integer year,
        ViewerState state,
        @Nullable String poster,
        List<String> genres,
        @Nullable Long runtimeSeconds,
        @Nullable String language,
        String licence) {

    static Movie of(Title title, ViewerState state) {
        return new Movie(
                title.id(),
                title.name(),
                title.originalName(),
                title.year(),
                state,
                poster(title),
                title.genres(),
                runtimeSeconds(title),
                title.language(),
                title.licence().id());
    }

    private static @Nullable String poster(Title title) {
        return PosterImage.keyOf(title)
                .map(key -> UriComponentsBuilder.fromPath("/api/movies/{id}/poster")
                        .queryParam("v", PosterImage.version(key))
                        .build(title.id())
                        .toString())
                .orElse(null);
    }

    private static @Nullable Long runtimeSeconds(Title title) {
        Publication publication = title.publication();
        if (publication != null) {
            return Math.max(1, Math.round(publication.duration().toMillis() / 1000.0));
        }
        return title.runtime() == null ? null : title.runtime().toSeconds();
    }
}
