package org.reelmill.serving.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.serving.catalogue.Catalogue;
import org.reelmill.serving.catalogue.ViewerState;
import org.reelmill.title.Ids;
import org.reelmill.title.Title;
import org.reelmill.web.Caller;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Takes requests: finds the title that is meant, subscribes the caller to the one open request for it, and
/// starts the ingest at once. Every step can be done again.
@Component
final class RequestDesk {

    private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);
    private static final int TRIES = 10;

    private final Requests requests;
    private final Catalogue catalogue;
    private final IngestStarter starter;

    RequestDesk(Requests requests, Catalogue catalogue, IngestStarter starter) {
        this.requests = requests;
        this.catalogue = catalogue;
        this.starter = starter;
    }

    /// Asks for a title.
    ///
    /// @throws Problem 404 if there is none with this id, 409 if it can never be had
    Request askFor(String movie, Caller caller) {
        Title title = catalogue.title(movie);
        ViewerState state = catalogue.state(title);
        if (state == ViewerState.TAKEN_DOWN || state == ViewerState.REJECTED) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "movie-not-to-be-had",
                    state == ViewerState.TAKEN_DOWN
                            ? "This film was taken down."
                            : "The source of this film is no good; an operator has to find another one.");
        }
        return approve(join(Requests.forMovie(movie), movie, null, caller));
    }

    /// Asks for what somebody calls a film.
    Request askForWords(String words, Caller caller) {
        Optional<String> meant = catalogue.meant(words);
        return meant.isPresent()
                ? askFor(meant.get(), caller)
                : approve(join(Requests.forWords(Catalogue.folded(words)), null, words, caller));
    }

    /// Gives an UNMATCHED request its title and starts the ingest.
    ///
    /// @throws Problem 404 if there is no such title, 409 if the request is not UNMATCHED
    Request resolve(String id, String movie) {
        catalogue.title(movie);
        Request resolved = requests.resolve(id, movie)
                .orElseThrow(() ->
                        new Problem(HttpStatus.CONFLICT, "request-not-unmatched", "This request is not UNMATCHED."));
        return approve(resolved);
    }

    /// Takes a request as far as it gets now: to APPROVED with its ingest started, to FULFILLED where the
    /// film is there, to UNMATCHED where it has no title or no source. Can be done again at any time: what an
    /// APPROVED one waited for may have failed since, or have come and been put away.
    Request approve(Request request) {
        if (request.state() != RequestState.PENDING && request.state() != RequestState.APPROVED) {
            return request;
        }
        Optional<RequestState> to =
                request.movie() == null ? Optional.of(RequestState.UNMATCHED) : start(request.movie());
        return to.flatMap(state -> requests.move(request.id(), state))
                .or(() -> requests.find(request.id()))
                .orElse(request);
    }

    private Optional<RequestState> start(String movie) {
        try {
            if (starter.start(movie, TicketClass.INTERACTIVE).isPresent()) {
                return Optional.of(RequestState.APPROVED);
            }
            Title title = catalogue.title(movie);
            if (title.publication() != null) {
                return Optional.of(RequestState.FULFILLED);
            }
            return Optional.of(title.sources().isEmpty() ? RequestState.UNMATCHED : RequestState.DECLINED);
        } catch (AmqpException e) {
            // Stays PENDING; the sweep tries again, so that nobody waits for ever (and reconcile sends
            // tickets).
            log.warn("The broker did not take the ticket of a requested film; it is tried again", e);
            return Optional.empty();
        }
    }

    /// The open request for something, with the caller among its subscribers; a new one where there is none.
    private Request join(String openFor, @Nullable String movie, @Nullable String words, Caller caller) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Request> open = requests.subscribe(openFor, caller.id());
            if (open.isPresent()) {
                return open.get();
            }
            var request = new Request(
                    Ids.next(), movie, words, RequestState.PENDING, openFor, List.of(caller.id()), Instant.now(), null);
            if (requests.add(request)) {
                return request;
            }
        }
        throw new IllegalStateException("A request was opened and closed " + TRIES + " times while it was joined.");
    }
}
