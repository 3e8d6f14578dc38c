package org.reelmill.serving.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestStateTest {

    @Test
    void goesFromPendingToFulfilled() {
        assertThat(RequestState.PENDING.mayBecome(RequestState.APPROVED)).isTrue();
        assertThat(RequestState.APPROVED.mayBecome(RequestState.FULFILLED)).isTrue();
        assertThat(RequestState.UNMATCHED.mayBecome(RequestState.PENDING)).isTrue();
        assertThat(RequestState.UNMATCHED.mayBecome(RequestState.FULFILLED)).isFalse();
        assertThat(RequestState.APPROVED.mayBecome(RequestState.PENDING)).isFalse();
    }

    @Test
    void endsForGood() {
        assertThat(Stream.of(RequestState.values()).filter(state -> !state.isOpen()))
                .containsExactly(RequestState.FULFILLED, RequestState.DECLINED, RequestState.CANCELLED);
    }
}
