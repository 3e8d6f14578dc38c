package org.reelmill.serving;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Allows each address so many calls per period, evenly refilled. An IPv6 caller has a whole /64 to call
/// from, so that counts as one address. Remembers a bounded number of addresses. Thread-safe.
final class Quota {

    private static final int REMEMBERED = 50_000;
    private static final int NETWORK_BYTES = 8;

    private final int calls;
    private final Duration refill;
    private final InstantSource clock;

    /// When each address would have its full share again; the least recently used first.
    private final Map<String, Instant> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    Quota(int calls, Duration period, InstantSource clock) {
        this.calls = calls;
        this.refill = period.dividedBy(calls);
        this.clock = clock;
    }

    /// Takes one call from the share of an address.
    ///
    /// @return empty if it had one; else how long until it has
    synchronized Optional<Duration> take(String address) {
        Instant now = clock.instant();
        String key = network(address);
        Instant full = fullAt.getOrDefault(key, now);
        Instant then = (full.isAfter(now) ? full : now).plus(refill);
        Duration excess = Duration.between(now.plus(refill.multipliedBy(calls)), then);
        if (excess.isPositive()) {
            return Optional.of(excess);
        }
        fullAt.put(key, then);
        return Optional.empty();
    }

    /// What counts as one address.
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        InetAddress parsed = InetAddress.ofLiteral(address);
        return parsed instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                : parsed.getHostAddress();
    }
}
