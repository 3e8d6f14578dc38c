package org.reelmill.serving.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.Title;
import org.reelmill.web.Problem;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue over HTTP.
@RestController
@RequestMapping("/api")
@Tag(name = "Catalogue", description = "What there is to watch")
class MoviesController {

    private static final CacheControl BRIEFLY =
            CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();
    private static final CacheControl FOR_A_WHILE =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final Catalogue catalogue;
    private final TrackList tracks;
    private final ObjectStore store;

    MoviesController(Catalogue catalogue, TrackList tracks, ObjectStore store) {
        this.catalogue = catalogue;
        this.tracks = tracks;
        this.store = store;
    }

    @GetMapping("/movies")
    @Operation(summary = "Lists movies, newest first; ask again with the cursor `next` until there is none")
    ResponseEntity<Catalogue.MoviePage> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String genre,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        var query = MovieQuery.of(new MovieQuery.Parameters(q, genre, state, cursor, limit));
        return ResponseEntity.ok().cacheControl(BRIEFLY).body(catalogue.page(query));
    }

    @GetMapping("/genres")
    @Operation(summary = "Lists the genres that movies have")
    ResponseEntity<Map<String, List<Catalogue.Genre>>> genres() {
        return ResponseEntity.ok().cacheControl(BRIEFLY).body(Map.of("genres", catalogue.genres()));
    }

    @GetMapping("/movies/{id}")
    @Operation(summary = "Shows one movie, with its licence and, when it is READY, its tracks")
    ResponseEntity<MovieDetail> show(@PathVariable String id) {
        Title title = catalogue.title(id);
        Ingest ingest = catalogue.ingest(title).orElse(null);
        var detail = MovieDetail.of(
                title,
                ingest,
                catalogue.pausedAt(title, ingest).orElse(null),
                tracks.of(title).orElse(null));
        return ResponseEntity.ok().cacheControl(BRIEFLY).body(detail);
    }

    @GetMapping("/movies/{id}/poster")
    @Operation(summary = "The movie's picture; with the version that the list gives it may be kept for ever")
    ResponseEntity<byte[]> poster(@PathVariable String id, @RequestParam(required = false) @Nullable String v) {
        String key = PosterImage.keyOf(catalogue.title(id)).orElseThrow(MoviesController::noPoster);
        PosterImage poster = PosterImage.read(store, key).orElseThrow(MoviesController::noPoster);
        return ResponseEntity.ok()
                .cacheControl(PosterImage.version(key).equals(v) ? FOR_EVER : FOR_A_WHILE)
                .eTag(poster.etag())
                .contentType(poster.type())
                .body(poster.bytes());
    }

    private static Problem noPoster() {
        return Problem.notFound("poster-not-found", "This movie has no picture.");
    }
}
