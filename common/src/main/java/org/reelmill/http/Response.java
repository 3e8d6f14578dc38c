package org.reelmill.http;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/// A server's answer. Close it: what was not read is not fetched, and the connection is dropped then.
public final class Response implements AutoCloseable {

    private final URI uri;
    private final ClassicHttpResponse response;
    private final InputStream body;
    private final Deadline deadline;

    Response(URI uri, ClassicHttpResponse response, InputStream body, Deadline deadline) {
        this.uri = uri;
        this.response = response;
        this.body = body;
        this.deadline = deadline;
    }

    public int status() {
        return response.getCode();
    }

    /// The first header of this name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /// The body, decompressed and bounded.
    ///
    /// Reading throws [ResponseTooLarge] past the limit, [java.net.SocketTimeoutException] when time is up or
    /// the server falls silent, another `IOException` when it closes early.
    public InputStream body() {
        return body;
    }

    /// Where the answer came from, after redirects.
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        deadline.close();
        deadline.abort(); // Closing the answer itself would fetch the rest of it first.
    }
}
