package org.reelmill.worker.source;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.http.Limits;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.RefusedAddress;
import org.reelmill.http.Request;
import org.reelmill.http.Response;
import org.reelmill.worker.RejectedSource;

/// A source's own server on the web.
final class WebOrigin implements Origin {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final OutboundHttp http;
    private final String source;
    private final URI link;
    private final SourceProperties properties;

    WebOrigin(OutboundHttp http, String source, URI link, SourceProperties properties) {
        this.http = http;
        this.source = source;
        this.link = link;
        this.properties = properties;
    }

    @Override
    public Answer ask(long first, long last, @Nullable SourceFile known) throws IOException {
        var headers = new java.util.HashMap<>(Map.of("Range", "bytes=" + first + "-" + last));
        if (known != null && isStrong(known.validator())) {
            headers.put("If-Range", known.validator());
        }
        // Without ranges the whole film comes in one answer.
        var limits = new Limits(properties.maxSize().toBytes(), properties.partTime());
        if (known != null && !known.ranges()) {
            limits = new Limits(properties.maxSize().toBytes(), Duration.ofDays(1));
            headers.remove("Range");
            headers.put("Accept-Encoding", "identity");
        }
        Response response;
        try {
            response = http.send(new Request("GET", link, headers, limits));
        } catch (RefusedAddress refused) {
            throw RejectedSource.because(
                    "source-address",
                    "The film's link leads to an address that is not public, or is no web address; correct the link.");
        }
        try {
            return answer(response, first, known);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    private Answer answer(Response response, long first, @Nullable SourceFile known) throws IOException {
        int status = response.status();
        if (status != OK && status != PARTIAL) {
            throw refusal(response);
        }
        SourceFile said = status == PARTIAL ? partial(response, first) : whole(response);
        return new Answer(response.body(), Origin.agreed(said, known, properties.maxSize()), response::close);
    }

    private SourceFile partial(Response response, long first) throws IOException {
        Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != first) {
            throw new IOException("The server answered with another range than asked for.");
        }
        return new SourceFile(source, Long.parseLong(range.group(3)), validator(response), true, null);
    }

    private SourceFile whole(Response response) {
        OptionalLong length = response.header("Content-Length").filter(text -> text.matches("\\d{1,18}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
        return new SourceFile(
                source, length.isPresent() ? (Long) length.getAsLong() : null, validator(response), false, null);
    }

    @Override
    public String told(IOException thrown) {
        return "Its server cannot be reached or falls silent ("
                + thrown.getClass().getSimpleName() + ").";
    }

    private static RuntimeException refusal(Response response) {
        int status = response.status();
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            return new SourceUnavailable("Its server answered " + status + ".", null, wait(response));
        }
        return switch (status) {
            case 404, 410 ->
                RejectedSource.because(
                        "source-gone", "The film is gone: its server answered " + status + ". Find another source.");
            case 401, 403, 451 ->
                RejectedSource.because(
                        "source-forbidden",
                        "The film's server does not let us have it: it answered " + status + ". Check the link.");
            case 416 ->
                response.header("Content-Range").orElse("").endsWith("/0")
                        ? Origin.empty()
                        : RejectedSource.because(
                                "source-truncated",
                                "The film is shorter than its server says: it answered 416. Find another source.");
            default ->
                RejectedSource.because(
                        "source-refused",
                        "The film's server answered " + status + ", which is not understood. Check the link.");
        };
    }

    private static @Nullable Duration wait(Response response) {
        Optional<Duration> asked = response.header("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        return asked.map(duration -> duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration)
                .orElse(null);
    }

    private static @Nullable String validator(Response response) {
        return response.header("ETag")
                .or(() -> response.header("Last-Modified"))
                .orElse(null);
    }

    private static boolean isStrong(@Nullable String validator) {
        // A weak ETag or a date must not stand in If-Range of a client that stitches bytes (RFC 9110
        // §13.1.5).
        return validator != null && validator.startsWith("\"");
    }
}
