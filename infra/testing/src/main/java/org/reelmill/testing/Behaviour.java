package org.reelmill.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.reelmill.samples.ByteRange;
import org.reelmill.samples.Throttle;

/// How a [MisbehavingServer] answers for a path, well or badly.
@FunctionalInterface
public interface Behaviour {

    void answer(Asked asked, Reply reply) throws IOException;

    /// A good server: ETag, ranges with If-Range, the right length.
    static Behaviour good(String type, Body body) {
        return ranged(type, body, "\"good\"", Throttle.NONE);
    }

    /// A good server on a slow line, which all requests of this path share.
    static Behaviour limited(String type, Body body, long bytesPerSecond) {
        return ranged(type, body, "\"good\"", new Throttle(bytesPerSecond));
    }

    /// Good content, but the whole of it whatever range is asked for, and no word of ranges.
    static Behaviour withoutRanges(String type, Body body) {
        return (asked, reply) -> {
            reply.head(200, "Content-Type: " + type, "Content-Length: " + body.size());
            sendBody(asked, reply, body, Throttle.NONE);
        };
    }

    /// The first `requests` requests get the first content, later ones the second under another
    /// ETag.
    static Behaviour changing(String type, Body first, Body second, int requests) {
        var count = new AtomicInteger();
        var before = ranged(type, first, "\"first\"", Throttle.NONE);
        var after = ranged(type, second, "\"second\"", Throttle.NONE);
        return (asked, reply) -> (count.incrementAndGet() <= requests ? before : after).answer(asked, reply);
    }

    /// The first `requests` requests get one behaviour, later ones another.
    static Behaviour first(int requests, Behaviour before, Behaviour after) {
        var count = new AtomicInteger();
        return (asked, reply) -> (count.incrementAndGet() <= requests ? before : after).answer(asked, reply);
    }

    /// Nothing but a status, such as 404.
    static Behaviour status(int code) {
        return (asked, reply) -> reply.head(code, "Content-Length: 0");
    }

    /// 503 with Retry-After.
    static Behaviour busy(Duration retryAfter) {
        return (asked, reply) -> reply.head(503, "Retry-After: " + retryAfter.toSeconds(), "Content-Length: 0");
    }

    /// 302 to any address: a private one, another host, or the same path again.
    static Behaviour redirect(String location) {
        return (asked, reply) -> reply.head(302, "Location: " + location, "Content-Length: 0");
    }

    /// 200 with this content under this type, be it true or not: an HTML page as `video/mp4`, say.
    static Behaviour page(String type, String content) {
        return withoutRanges(type, Body.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    /// Takes the request and never answers.
    static Behaviour hang() {
        return (asked, reply) -> reply.hang();
    }

    /// Announces all of the content, sends so many bytes of it and says nothing more.
    static Behaviour hangAfter(String type, Body body, long bytes) {
        return (asked, reply) -> {
            reply.head(200, "Content-Type: " + type, "Content-Length: " + body.size());
            body.write(0, bytes, reply.stream(Throttle.NONE));
            reply.hang();
        };
    }

    /// Announces what was asked for, sends so many bytes of it and closes.
    static Behaviour closeEarly(String type, Body body, long bytes) {
        return (asked, reply) -> {
            var range = range(asked, body);
            rangedHead(reply, type, range, "\"good\"");
            body.write(range.first(), Math.min(range.first() + bytes, range.last() + 1), reply.stream(Throttle.NONE));
        };
    }

    /// Resets the connection before any answer.
    static Behaviour reset() {
        return (asked, reply) -> reply.reset();
    }

    /// Announces a length that is not the content's: a larger one breaks off, a smaller one has
    /// bytes left over.
    static Behaviour wrongLength(String type, Body body, long announced) {
        return (asked, reply) -> {
            reply.head(200, "Content-Type: " + type, "Content-Length: " + announced);
            sendBody(asked, reply, body, Throttle.NONE);
        };
    }

    /// Answers ranges with 206, but with the bytes from the beginning.
    static Behaviour wrongRange(String type, Body body) {
        return (asked, reply) -> {
            var range = range(asked, body);
            rangedHead(reply, type, range, "\"good\"");
            body.write(0, range.length(), reply.stream(Throttle.NONE));
        };
    }

    /// Sends one byte of the content per pause.
    static Behaviour drip(String type, Body body, Duration pause) {
        return (asked, reply) -> {
            reply.head(200, "Content-Type: " + type, "Content-Length: " + body.size());
            for (var at = 0L; at < body.size(); at++) {
                body.write(at, at + 1, reply.stream(Throttle.NONE));
                reply.pause(pause.toMillis());
            }
        };
    }

    /// A page of so many bytes, without its length.
    static Behaviour bigPage(long bytes) {
        return (asked, reply) -> {
            reply.head(200, "Content-Type: text/html");
            sendRepeatedly("<p>More and more and more of it.</p>\n", bytes, reply.stream(Throttle.NONE));
        };
    }

    /// A small compressed page that unpacks to so many bytes.
    static Behaviour gzipBomb(long bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            sendRepeatedly("<p>0000000000000000000000000000</p>\n", bytes, gzip);
        } catch (IOException e) {
            throw new IllegalStateException("Packing into memory failed", e);
        }
        var bomb = packed.toByteArray();
        return (asked, reply) -> {
            reply.head(200, "Content-Type: text/html", "Content-Encoding: gzip", "Content-Length: " + bomb.length);
            reply.send(bomb);
        };
    }

    private static Behaviour ranged(String type, Body body, String etag, Throttle throttle) {
        return (asked, reply) -> {
            var known = asked.header("If-Range").map(etag::equals).orElse(true);
            if (asked.header("Range").isEmpty() || !known) {
                reply.head(
                        200,
                        "Content-Type: " + type,
                        "Content-Length: " + body.size(),
                        "Accept-Ranges: bytes",
                        "ETag: " + etag);
                sendBody(asked, reply, body, throttle);
                return;
            }
            var range = range(asked, body);
            if (!range.satisfiable()) {
                reply.head(416, "Content-Range: " + range.contentRange(), "Content-Length: 0");
                return;
            }
            rangedHead(reply, type, range, etag);
            body.write(range.first(), range.last() + 1, reply.stream(throttle));
        };
    }

    private static ByteRange range(Asked asked, Body body) {
        return asked.header("Range")
                .flatMap(range -> ByteRange.parse(range, body.size()))
                .orElse(ByteRange.whole(body.size()));
    }

    private static void rangedHead(Reply reply, String type, ByteRange range, String etag) throws IOException {
        reply.head(
                206,
                "Content-Type: " + type,
                "Content-Length: " + range.length(),
                "Content-Range: " + range.contentRange(),
                "ETag: " + etag);
    }

    private static void sendBody(Asked asked, Reply reply, Body body, Throttle throttle) throws IOException {
        if (!asked.method().equals("HEAD")) {
            body.write(0, body.size(), reply.stream(throttle));
        }
    }

    private static void sendRepeatedly(String line, long bytes, OutputStream out) throws IOException {
        var block = Asked.ascii(line.repeat(1000));
        for (var left = bytes; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(block.length, left));
        }
    }
}
