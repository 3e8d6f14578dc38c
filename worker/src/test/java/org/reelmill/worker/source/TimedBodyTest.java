package org.reelmill.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimedBodyTest {

    @Test
    @Timeout(30)
    void endsWhenItsTimeIsUpHoweverSteadilyItDrips() {
        var dripping = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };
        assertThatThrownBy(() ->
                        new TimedBody(dripping, Duration.ofMillis(50)).transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void givesEveryByteInTime() throws Exception {
        byte[] bytes = {1, -1, 0};
        try (var body = new TimedBody(new ByteArrayInputStream(bytes), Duration.ofMinutes(1))) {
            assertThat(body.read()).isEqualTo(1);
            assertThat(body.read()).isEqualTo(255);
            assertThat(body.readAllBytes()).containsExactly(0);
        }
    }
}
