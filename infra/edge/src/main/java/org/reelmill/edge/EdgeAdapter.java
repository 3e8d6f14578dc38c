package org.reelmill.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;
import org.reelmill.signing.Denials;
import org.reelmill.signing.PlayToken;
import org.reelmill.signing.PlayTokenVerifier;
import org.reelmill.signing.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers each request: verify the token, strip it, find the object by its bare path, send what was asked
/// for.
///
/// Stands directly behind Tomcat's HTTP parser, before anything decodes or normalises a path.
final class EdgeAdapter implements Adapter {

    private static final Logger log = LoggerFactory.getLogger(EdgeAdapter.class);

    /// One line per request at DEBUG; never with a token, nor with a path that may hide one.
    private static final Logger access = LoggerFactory.getLogger("org.reelmill.edge.access");

    private final PlayTokenVerifier verifier;
    private final Supplier<Denials> denials;
    private final EdgeCache cache;
    private final InstantSource clock;
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    EdgeAdapter(PlayTokenVerifier verifier, Supplier<Denials> denials, EdgeCache cache, InstantSource clock) {
        this.verifier = verifier;
        this.denials = denials;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public void service(Request request, Response response) {
        allowAnyOrigin(response);
        try {
            answer(request, response);
        } catch (IOException | RuntimeException e) {
            fail(response, e);
        } finally {
            response.action(ActionCode.CLOSE, null);
            answers.computeIfAbsent(response.getStatus(), status -> new LongAdder())
                    .increment();
        }
    }

    /// How many answers of a status were given.
    long answers(int status) {
        var count = answers.get(status);
        return count == null ? 0 : count.sum();
    }

    private void answer(Request request, Response response) throws IOException {
        if (response.getStatus() >= 400) { // What the parser found to be no HTTP.
            refuse(response, response.getStatus(), "This is not a request that HTTP allows.");
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> verify(request, response);
            case "OPTIONS" -> preflight(response);
            default -> {
                response.setHeader("Allow", "GET, HEAD, OPTIONS");
                refuse(response, 405, "Only GET and HEAD are answered here.");
            }
        }
    }

    private void verify(Request request, Response response) throws IOException {
        var target = Target.of(request.requestURI());
        var verdict = target.isEmpty()
                ? new Verdict.Refused("there is no token")
                : verifier.verify(target.get().token(), target.get().barePath(), clock.instant(), denials.get());
        switch (verdict) {
            case Verdict.Allowed(PlayToken token) -> {
                send(request, response, target.orElseThrow().barePath());
                access.debug(
                        "{} {} {} for session {}",
                        request.getMethod(),
                        target.orElseThrow().barePath(),
                        response.getStatus(),
                        token.session());
            }
            case Verdict.Expired() -> {
                refuse(response, 410, "The permission to watch has expired. Ask for a new one.");
                access.debug("{} 410: the token has expired", request.getMethod());
            }
            case Verdict.Refused(String reason) -> {
                refuse(response, 403, "This address does not permit to watch.");
                access.debug("{} 403: {}", request.getMethod(), reason);
            }
        }
    }

    private void send(Request request, Response response, String key) throws IOException {
        var object = cache.find(key, Coding.IDENTITY);
        if (object.isEmpty()) {
            refuse(response, 404, "There is no such object.");
            return;
        }
        var mayPack = Coding.helps(object.get().head().contentType());
        if (mayPack) {
            response.setHeader("Vary", "Accept-Encoding");
        }
        // Ranges count on the object as stored (RFC 9110 §14).
        var coding = mayPack && request.getHeader("Range") == null
                ? Coding.accepted(request.getHeader("Accept-Encoding"))
                : Coding.IDENTITY;
        var chosen = coding == Coding.IDENTITY ? object : cache.find(key, coding);
        new ObjectAnswer(request, response, chosen.orElse(object.get()).file()).send();
    }

    private static void preflight(Response response) {
        response.setStatus(204);
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        response.setHeader("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since");
        response.setHeader("Access-Control-Max-Age", "86400");
    }

    /// Any origin may embed a player: the token is the permission. Errors carry this too, or a player could
    /// not tell expired from broken.
    private static void allowAnyOrigin(Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag");
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
    }

    static void refuse(Response response, int status, String sentence) throws IOException {
        var body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentTypeNoCharset("text/plain; charset=utf-8");
        response.setContentLength(body.length);
        response.doWrite(ByteBuffer.wrap(body));
    }

    private static void fail(Response response, Exception e) {
        if (response.isCommitted()) {
            // Most often the viewer went away. The length no longer fits, so the connection must end.
            log.debug("An answer was not finished: {}", e.toString());
            response.setErrorException(e);
            response.action(ActionCode.CLOSE_NOW, e);
            return;
        }
        log.warn("An object could not be fetched or read from the cache: {}", e.toString());
        try {
            response.getMimeHeaders().removeHeader("ETag");
            refuse(response, 502, "The film's store cannot be reached at the moment.");
        } catch (IOException gone) {
            log.debug("An error could not be told: {}", gone.toString());
        }
    }

    @Override
    public boolean prepare(Request request, Response response) {
        return true;
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) {
        return false;
    }

    @Override
    public void log(Request request, Response response, long millis) {
        access.debug("A request that could not be read was answered {}", response.getStatus());
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        // Nothing of ours is kept between requests.
    }

    /// Null: no management beans.
    @Override
    public @Nullable String getDomain() {
        return null;
    }
}
