package org.reelmill.serving.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.web.Problem;

/// Which movies to list, in checked form.
///
/// @param words that must begin words of the title's names, cast or genres
/// @param genre folded
/// @param after the place to go on from
record MovieQuery(
        List<String> words,
        String genre,
        @Nullable ViewerState state,
        @Nullable Cursor after,
        int limit) {

    private static final int MOST = 100;
    private static final int USUAL = 24;
    private static final int LONGEST = 200;

    MovieQuery {
        words = List.copyOf(words);
    }

    /// @throws Problem 400 if a parameter is no good
    static MovieQuery of(Parameters asked) {
        var words = SearchText.words(bounded("q", asked.q()));
        String genre = SearchText.fold(bounded("genre", asked.genre()));
        ViewerState state = asked.state() == null ? null : state(asked.state());
        int limit = asked.limit() == null ? USUAL : limit(asked.limit());
        var query = new MovieQuery(words, genre, state, null, limit);
        return asked.cursor() == null ? query : query.goingOnAt(asked.cursor());
    }

    /// The cursor for what follows a title in this list.
    String next(Cursor last) {
        return last.encode(filters());
    }

    boolean fits(Movie movie, String text) {
        return (state == null ? movie.state() != ViewerState.TAKEN_DOWN : movie.state() == state)
                && (genre.isEmpty()
                        || movie.genres().stream()
                                .anyMatch(own -> SearchText.fold(own).equals(genre)))
                && SearchText.holds(text, words);
    }

    private MovieQuery goingOnAt(String cursor) {
        Cursor place = Cursor.decode(cursor, filters())
                .orElseThrow(
                        () -> Problem.badRequest(
                                "bad-cursor",
                                "The cursor is not one that this list gave out, or the filters have changed since. Start at the first page."));
        return new MovieQuery(words, genre, state, place, limit);
    }

    private String filters() {
        return String.join("\n", String.join(" ", words), genre, String.valueOf(state));
    }

    private static String bounded(String name, @Nullable String text) {
        if (text != null && text.length() > LONGEST) {
            throw Problem.badRequest(
                    "bad-parameter", "The parameter " + name + " is longer than " + LONGEST + " characters.");
        }
        return Optional.ofNullable(text).orElse("");
    }

    private static ViewerState state(String name) {
        try {
            return ViewerState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "bad-parameter", "The parameter state is none of " + List.of(ViewerState.values()) + ".");
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Problem.badRequest("bad-parameter", "The parameter limit is no number from 1 to " + MOST + ".");
    }

    /// The parameters as they came.
    record Parameters(
            @Nullable String q,
            @Nullable String genre,
            @Nullable String state,
            @Nullable String cursor,
            @Nullable String limit) {}
}
