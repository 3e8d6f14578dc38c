package org.reelmill.serving.request;

import java.time.Instant;
import org.reelmill.serving.ServingProperties;
import org.reelmill.serving.catalogue.Catalogue;
import org.reelmill.serving.catalogue.ViewerState;
import org.reelmill.web.Problem;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Takes requests on that nobody looks at: starts what could not be started when it was asked for, and closes
/// what is there. Any number of processes may do it at once.
@Component
class RequestSweep {

    private final Requests requests;
    private final RequestDesk desk;
    private final Catalogue catalogue;
    private final ServingProperties properties;

    RequestSweep(Requests requests, RequestDesk desk, Catalogue catalogue, ServingProperties properties) {
        this.requests = requests;
        this.desk = desk;
        this.catalogue = catalogue;
        this.properties = properties;
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void sweep() {
        requests.inState(RequestState.PENDING).forEach(desk::approve);
        requests.inState(RequestState.APPROVED).forEach(this::close);
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void forget() {
        requests.removeEnded(Instant.now().minus(properties.requestsKept()));
    }

    private void close(Request request) {
        String movie = request.movie();
        if (movie == null) {
            return;
        }
        try {
            ViewerState state = catalogue.state(catalogue.title(movie));
            if (state == ViewerState.READY) {
                requests.move(request.id(), RequestState.FULFILLED);
            } else if (state == ViewerState.TAKEN_DOWN) {
                requests.move(request.id(), RequestState.DECLINED);
            }
        } catch (Problem gone) {
            requests.move(request.id(), RequestState.DECLINED);
        }
    }
}
