package org.reelmill.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The one client for all requests to servers that are not ours. It reaches public addresses only, checked
/// after the look-up and on every redirect, and bounds bytes and time. It keeps no cookies, knows no proxy
/// and does not try again by itself. Thread-safe.
public final class OutboundHttp implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SECRETS = Set.of("authorization", "cookie");

    private final CloseableHttpClient client;
    private final OutboundProperties properties;

    public OutboundHttp(OutboundProperties properties) {
        this(properties, InetAddress::getAllByName);
    }

    /// @param names looks names up; what it finds is checked all the same
    public OutboundHttp(OutboundProperties properties, NameResolver names) {
        this.properties = properties;
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new GuardedResolver(names, properties.allowed()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MAX_HEADERS)
                                .setMaxLineLength(MAX_HEADER_BYTES)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                        .setSocketTimeout(Timeout.of(properties.responseTimeout()))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .setMaxConnPerRoute(32)
                .setMaxConnTotal(256)
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(properties.responseTimeout()))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /// Sends a request and follows up to five redirects.
    ///
    /// @return the answer, whatever its status, for the caller to close
    /// @throws RefusedAddress if the link or a redirect leads to a server that is not public
    /// @throws java.net.SocketTimeoutException if time is up, or the server falls silent
    public Response send(Request request) throws IOException {
        URI uri = webAddress(request.uri());
        var headers = headers(request);
        var deadline = new Deadline(uri.getHost(), request.limits().total());
        try {
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                ClassicHttpResponse response = exchange(request.method(), uri, headers, deadline);
                URI next = redirect(request, uri, response);
                if (next == null) {
                    return answer(request, uri, response, deadline);
                }
                deadline.abort();
                if (!sameServer(uri, next)) {
                    headers.keySet().removeIf(name -> SECRETS.contains(name.toLowerCase(Locale.ROOT)));
                }
                uri = next;
            }
            throw new IOException(request.uri().getHost() + " redirects without end.");
        } catch (IOException e) {
            drop(deadline);
            throw deadline.explain(e);
        } catch (RuntimeException e) {
            drop(deadline);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private ClassicHttpResponse exchange(String method, URI uri, Map<String, String> headers, Deadline deadline)
            throws IOException {
        var http = new HttpUriRequestBase(method, uri);
        headers.forEach(http::setHeader);
        deadline.watch(http);
        return client.executeOpen(null, http, null);
    }

    private Response answer(Request request, URI uri, ClassicHttpResponse response, Deadline deadline)
            throws IOException {
        var body = new BoundedBody(
                decompressed(response), uri.getHost(), request.limits().maxBytes(), deadline);
        return new Response(uri, response, body, deadline);
    }

    private Map<String, String> headers(Request request) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put(HttpHeaders.USER_AGENT, properties.userAgent());
        headers.putAll(request.headers());
        // Ranges count the bytes of what is sent, so a compressed part could not be put together.
        headers.putIfAbsent(HttpHeaders.ACCEPT_ENCODING, headers.containsKey(HttpHeaders.RANGE) ? "identity" : "gzip");
        return headers;
    }

    private static InputStream decompressed(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return InputStream.nullInputStream();
        }
        Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        String name =
                encoding == null ? "identity" : encoding.getValue().strip().toLowerCase(Locale.ROOT);
        InputStream content = response.getEntity().getContent();
        return switch (name) {
            case "identity", "" -> content;
            case "gzip", "x-gzip" -> new LazyGzip(content);
            default -> throw new IOException("The answer is compressed in a way that nobody asked for: " + name);
        };
    }

    private static @Nullable URI redirect(Request request, URI from, ClassicHttpResponse response) throws IOException {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        boolean follows = request.method().equals("GET") || request.method().equals("HEAD");
        if (!follows || location == null || !REDIRECTS.contains(response.getCode())) {
            return null;
        }
        try {
            return webAddress(from.resolve(location.getValue().strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(from.getHost() + " redirects to something that is no address.");
        }
    }

    private static void drop(Deadline deadline) {
        deadline.close();
        deadline.abort();
    }

    private static URI webAddress(URI uri) throws RefusedAddress {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost();
        if (!scheme.equals("http") && !scheme.equals("https") || host.isEmpty()) {
            throw new RefusedAddress(host, "Only http and https addresses with a host are fetched.");
        }
        if (uri.getUserInfo() != null) {
            throw new RefusedAddress(host, "Addresses with a user name in them are not fetched: " + host);
        }
        return uri;
    }

    private static boolean sameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    /// Reads the header of the compressed body with the first byte that is wanted, not before.
    private static final class LazyGzip extends InputStream {

        private final InputStream compressed;
        private @Nullable GZIPInputStream clear;

        LazyGzip(InputStream compressed) {
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            return clear().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return clear().read(bytes, offset, length);
        }

        private GZIPInputStream clear() throws IOException {
            if (clear == null) {
                clear = new GZIPInputStream(compressed);
            }
            return clear;
        }
    }
}
