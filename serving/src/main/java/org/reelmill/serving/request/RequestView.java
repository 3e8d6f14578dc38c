package org.reelmill.serving.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.serving.catalogue.ViewerState;
import org.reelmill.title.TaskKind;

/// A request as callers see it, with how far its film is.
///
/// @param movieId of the title, once one is known
/// @param query the words that it was asked for with
/// @param subscribers how many wait for it
/// @param movieState the film's state, once a title is known
/// @param progress of the ingest, 0 … 1
/// @param stages the same by kind of task
/// @param pausedAt since when an operator lets it rest; it goes on by itself when he ends that
/// @param problem why the film cannot be had, in words
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestView(
        String id,
        RequestState state,
        @Nullable String movieId,
        @Nullable String query,
        int subscribers,
        @Nullable ViewerState movieState,
        @Nullable Double progress,
        @Nullable Map<TaskKind, Double> stages,
        @Nullable Instant pausedAt,
        @Nullable String problem,
        Instant createdAt) {

    /// Whether nothing more will happen by itself.
    boolean isSettled() {
        return !state.isOpen() || (movieState != null && movieState.isSettled());
    }
}
