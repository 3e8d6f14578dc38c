package org.reelmill.serving.request;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.serving.Guests;
import org.reelmill.web.Caller;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Requests over HTTP.
@RestController
@RequestMapping("/api/requests")
@Tag(name = "Requests", description = "Asking for a film and following it until it plays")
class RequestsController {

    private static final int LONGEST_QUERY = 200;
    private static final int MOST_LISTED = 200;

    private final RequestDesk desk;
    private final Requests requests;
    private final RequestProgress progress;
    private final ProgressStreams streams;
    private final Guests guests;

    RequestsController(
            RequestDesk desk, Requests requests, RequestProgress progress, ProgressStreams streams, Guests guests) {
        this.desk = desk;
        this.requests = requests;
        this.progress = progress;
        this.streams = streams;
        this.guests = guests;
    }

    @PostMapping
    @Operation(summary = "Asks for a film by id or by name; whoever asks for the same joins the same request")
    ResponseEntity<RequestView> ask(@RequestBody Wish wish, @Parameter(hidden = true) Caller caller) {
        String movie = wish.movieId();
        String query = wish.query();
        if ((movie == null) == (query == null)) {
            throw Problem.badRequest("bad-request-body", "Give either a movieId or a query.");
        }
        String words = query == null ? "" : checked(query);
        guests.mayRequest(caller);
        Request request = movie == null ? desk.askForWords(words, caller) : desk.askFor(movie, caller);
        return ResponseEntity.created(URI.create("/api/requests/" + request.id()))
                .cacheControl(CacheControl.noStore())
                .body(progress.of(request));
    }

    @GetMapping
    @OperatorsOnly
    @Operation(summary = "Lists requests in a state, oldest first; for operators")
    Map<String, List<RequestView>> list(@RequestParam(defaultValue = "UNMATCHED") RequestState state) {
        return Map.of(
                "items",
                requests.oldestIn(state, MOST_LISTED).stream().map(progress::of).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a request and how far its film is")
    ResponseEntity<RequestView> show(@PathVariable String id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(progress.of(found(id)));
    }

    @GetMapping(
            path = "/{id}/events",
            produces = {MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.ALL_VALUE})
    @Operation(summary = "The same as server-sent events, one per change, until the film is READY")
    ResponseEntity<SseEmitter> events(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEvent) {
        found(id);
        if (ProgressStreams.LAST.equals(lastEvent)) {
            // The one answer that keeps a browser from coming back (HTML, server-sent events, §9.2.3).
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(streams.open(() -> progress.of(found(id))));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Ends the caller's own subscription; the others' go on")
    ResponseEntity<Void> leave(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        found(id);
        Request left = requests.unsubscribe(id, caller.id())
                .orElseThrow(
                        () -> Problem.notFound("subscription-not-found", "You have no subscription to this request."));
        if (left.subscribers().isEmpty()) {
            requests.cancelIfAlone(id);
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/resolve")
    @OperatorsOnly
    @Operation(summary = "Says which film an UNMATCHED request means; for operators")
    RequestView resolve(@PathVariable String id, @RequestBody Wish wish) {
        String movie = wish.movieId();
        if (movie == null || wish.query() != null) {
            throw Problem.badRequest("bad-request-body", "Give the movieId that the request means.");
        }
        found(id);
        return progress.of(desk.resolve(id, movie));
    }

    private Request found(String id) {
        return requests.find(id)
                .orElseThrow(() -> Problem.notFound("request-not-found", "There is no request with this id."));
    }

    private static String checked(String query) {
        String words = query.strip();
        if (words.isEmpty() || words.length() > LONGEST_QUERY || words.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "bad-query",
                    "A query is 1 to " + LONGEST_QUERY + " characters on one line.");
        }
        return words;
    }

    /// What somebody asks for: a film by its id, or by words.
    record Wish(@Nullable String movieId, @Nullable String query) {}
}
