package org.reelmill.serving.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Failure;
import org.reelmill.title.Ingest;
import org.reelmill.title.Licence;
import org.reelmill.title.Title;

/// A title with everything that viewers may know of it.
///
/// @param licence that it is shown under, with the line that must be shown beside it
/// @param page where the catalogue says so
/// @param problem why it cannot be had, in words, where it was REJECTED or FAILED
/// @param pausedAt since when an operator lets it rest; what is there of it plays
/// @param tracks what can be chosen while it plays, where it is READY
@JsonInclude(JsonInclude.Include.NON_NULL)
record MovieDetail(
        @JsonUnwrapped Movie movie,
        @Nullable String description,
        List<String> cast,
        Licence licenceTerms,
        @Nullable String page,
        @Nullable String problem,
        @Nullable Instant pausedAt,
        @Nullable Tracks tracks) {

    static MovieDetail of(Title title, @Nullable Ingest ingest, @Nullable Instant pausedAt, @Nullable Tracks tracks) {
        ViewerState state = ViewerState.of(title, ingest);
        Failure failure = ingest == null ? null : ingest.failure();
        boolean ended = state == ViewerState.REJECTED || state == ViewerState.FAILED;
        return new MovieDetail(
                Movie.of(title, state),
                title.description(),
                title.cast(),
                title.licence(),
                title.page(),
                ended && failure != null ? failure.reason() : null,
                pausedAt,
                tracks);
    }
}
