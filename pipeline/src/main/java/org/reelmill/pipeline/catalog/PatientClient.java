package org.reelmill.pipeline.catalog;

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reelmill.http.Limits;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.RefusedAddress;
import org.reelmill.http.Request;
import org.reelmill.http.Response;
import org.reelmill.http.ResponseTooLarge;

/// Asks for a page until the server has answered, with growing waits, at the server's own pace, and only for
/// what has changed.
final class PatientClient {

    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final OutboundHttp http;
    private final HostPace pace;
    private final CatalogProperties properties;
    private final String userAgent;

    /// @param userAgent who we say we are
    PatientClient(OutboundHttp http, HostPace pace, CatalogProperties properties, String userAgent) {
        this.http = http;
        this.pace = pace;
        this.properties = properties;
        this.userAgent = userAgent;
    }

    /// @param known version, to be sent again only if it has changed
    /// @return the answer, of whatever status but those that pass
    /// @throws PageFault if there is none after all attempts, or it is too large, or may not be asked for
    Fetched get(URI address, @Nullable Validator known, long maxBytes, Duration delay) {
        var limits = new Limits(maxBytes, properties.pageTimeout());
        var headers = new HashMap<String, String>();
        headers.put("User-Agent", userAgent);
        if (known != null) {
            headers.putAll(known.conditions());
        }
        String trouble = "";
        for (int attempt = 1; attempt <= properties.attempts(); attempt++) {
            pace.await(Servers.server(address), delay);
            Duration wait = backOff(attempt);
            try (Response response = http.send(new Request("GET", address, headers, limits))) {
                if (!PASSING.contains(response.status())) {
                    return fetched(address, response);
                }
                trouble = "answered " + response.status();
                wait = retryAfter(response, wait);
            } catch (RefusedAddress | ResponseTooLarge permanent) {
                throw new PageFault(String.valueOf(permanent.getMessage()));
            } catch (IOException e) {
                trouble = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            if (wait.compareTo(properties.maxWait()) > 0) {
                throw new PageFault(address.getHost() + " " + trouble + " and wants to be left alone for " + wait);
            }
            if (attempt < properties.attempts()) {
                HostPace.pause(wait);
            }
        }
        throw new PageFault(
                address.getHost() + " did not answer in " + properties.attempts() + " attempts: " + trouble);
    }

    private static Fetched fetched(URI asked, Response response) throws IOException {
        byte[] body = response.body().readAllBytes();
        var validator = new Validator(
                asked.toString(),
                response.header("ETag").orElse(null),
                response.header("Last-Modified").orElse(null),
                Digests.sha256(body));
        String type = response.header("Content-Type").orElse("");
        return new Fetched(response.uri(), response.status(), type, body, validator);
    }

    private Duration backOff(int attempt) {
        long millis = properties.backOff().toMillis() << Math.min(attempt - 1, 10);
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    /// Seconds or a date (RFC 9110 §10.2.3).
    private static Duration retryAfter(Response response, Duration otherwise) {
        Optional<String> header = response.header("Retry-After").map(String::strip);
        if (header.isEmpty()) {
            return otherwise;
        }
        try {
            if (header.get().matches("[0-9]{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(header.get()));
            }
            Instant at = ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(Instant.now(), at);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException notADate) {
            return otherwise;
        }
    }
}
