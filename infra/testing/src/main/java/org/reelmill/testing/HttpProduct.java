package org.reelmill.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A running Reelmill that is called over HTTP.
public abstract class HttpProduct implements Product, AutoCloseable {

    private static final Duration CALL = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();

    /// Where operators find their calls.
    protected abstract URI operators();

    /// The file that holds the operator's key.
    protected abstract Path operatorKey();

    @Override
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address().resolve(path)));
    }

    @Override
    public HttpResponse<String> post(String path, String json) {
        return send(posting(address().resolve(path), json));
    }

    @Override
    public HttpResponse<String> operatorGet(String path) {
        return send(withKey(HttpRequest.newBuilder(operators().resolve(path))));
    }

    @Override
    public HttpResponse<String> operatorPost(String path, String json) {
        return send(withKey(posting(operators().resolve(path), json)));
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder withKey(HttpRequest.Builder request) {
        try {
            return request.header(
                    "Authorization", "Bearer " + Files.readString(operatorKey()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder posting(URI address, String json) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(CALL).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
