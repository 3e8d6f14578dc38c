package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private final Quota quota = new Quota(4, Duration.ofHours(1), () -> this.now);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void refillsEvenly() {
        for (int call = 0; call < 4; call++) {
            assertThat(quota.take("192.0.2.1")).isEmpty();
        }
        assertThat(quota.take("192.0.2.1")).contains(Duration.ofMinutes(15));
        now = now.plus(Duration.ofMinutes(14));
        assertThat(quota.take("192.0.2.1")).contains(Duration.ofMinutes(1));
        now = now.plus(Duration.ofMinutes(1));
        assertThat(quota.take("192.0.2.1")).isEmpty();
        assertThat(quota.take("192.0.2.1")).isPresent();
        assertThat(quota.take("192.0.2.2")).isEmpty();
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        assertThat(Quota.network("2001:db8:1:2::1")).isEqualTo(Quota.network("2001:db8:1:2:ffff::9"));
        assertThat(Quota.network("2001:db8:1:2::1")).isNotEqualTo(Quota.network("2001:db8:1:3::1"));
        assertThat(Quota.network("127.0.0.1")).isEqualTo("127.0.0.1");
    }
}
