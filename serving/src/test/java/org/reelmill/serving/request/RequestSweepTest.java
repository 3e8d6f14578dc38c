package org.reelmill.serving.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.serving.Serving;
import org.reelmill.title.Ids;

@ExtendWith(Serving.Started.class)
class RequestSweepTest {

    private final Requests requests;
    private final RequestSweep sweep;

    RequestSweepTest(Serving serving) {
        this.requests = serving.part(Requests.class);
        this.sweep = serving.part(RequestSweep.class);
    }

    @Test
    void forgetsRequestsThatWereClosedLongAgo() {
        Instant now = Instant.now();
        Request old = add(RequestState.FULFILLED, now.minus(Duration.ofDays(91)));
        Request young = add(RequestState.DECLINED, now.minus(Duration.ofDays(89)));
        Request open = add(RequestState.UNMATCHED, null);

        sweep.forget();

        assertThat(requests.find(old.id())).isEmpty();
        assertThat(requests.find(young.id())).isPresent();
        assertThat(requests.find(open.id())).isPresent();
    }

    private Request add(RequestState state, @Nullable Instant endedAt) {
        String id = Ids.next();
        var created = Instant.now().minus(Duration.ofDays(200));
        var request = new Request(id, null, "words " + id, state, "words:" + id, List.of(), created, endedAt);
        assertThat(requests.add(request)).isTrue();
        return request;
    }
}
