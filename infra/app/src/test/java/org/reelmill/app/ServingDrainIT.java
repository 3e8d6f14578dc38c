package org.reelmill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.embedded.EmbeddedServices;
import org.reelmill.testing.Browser;
import org.reelmill.testing.parts.FreePorts;
import org.reelmill.testing.parts.Nginx;

/// Two serving processes behind nginx, and a browser that follows a request. The process that tells it is
/// asked to stop: its streams end in order, it takes nothing new, and nobody notices but by what follows on
/// the other process.
class ServingDrainIT {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final String STREAMS = "reelmill_progress_streams";
    /// Keeps the streams that the page opens.
    private static final String EYES = """
            (() => {
              window.streams = [];
              window.EventSource = class extends EventSource {
                constructor(...given) {
                  super(...given);
                  this.opened = 0;
                  this.breaks = [];
                  this.addEventListener('open', () => this.opened++);
                  this.addEventListener('error', () => this.breaks.push(this.readyState));
                  window.streams.push(this);
                }
              };
            })()
            """;
    private static final String FOLLOW = """
            async () => {
              const api = await import('/js/api.js');
              const asked = await fetch('/api/requests', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ query: 'A film that nobody has' }),
              });
              const request = (await asked.json()).id;
              window.states = [];
              api.followRequest(request, now => window.states.push(now.state));
              return request;
            }
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void streamsGoOnAtAnotherProcessWhenOneIsToldToStop() throws Exception {
        int one = FreePorts.next();
        int other = FreePorts.next();
        try (var parts = EmbeddedServices.start(folder.resolve("parts"));
                var first = serving("first", one, parts);
                var balancer = balancer(one, other);
                var browser = Browser.start()) {
            first.awaitReady(); // It makes the keys that both share.
            try (var second = serving("second", other, parts)) {
                second.awaitReady();
                Page page = browser.newPage();
                page.addInitScript(EYES);
                page.navigate(balancer.location().uri() + "/");
                String request = (String) page.evaluate(FOLLOW);
                awaitInPage(page, "window.streams[0].opened === 1 && window.states.length === 1");
                boolean isFirst = first.metric(STREAMS) == 1;
                assertThat(first.metric(STREAMS) + second.metric(STREAMS)).isEqualTo(1);
                drain(
                        isFirst ? first : second,
                        isFirst ? one : other,
                        request,
                        balancer.location().uri());
                goesOn(page, request, isFirst ? second : first);
            }
        } finally {
            http.close();
        }
    }

    /// The process that holds the browser's stream, and one of ours, stops.
    private void drain(AppUnderTest leaving, int port, String request, URI balancer) throws Exception {
        URI direct = URI.create("http://127.0.0.1:" + port + "/api/requests/" + request + "/events");
        var stream = http.sendAsync(HttpRequest.newBuilder(direct).build(), BodyHandlers.ofString());
        Awaitility.await("both streams are open").until(() -> leaving.metric(STREAMS) == 2);
        Queue<Integer> answers = new ConcurrentLinkedQueue<>();
        var stopped = new AtomicBoolean();
        var caller = Thread.ofVirtual().start(() -> {
            while (!stopped.get()) {
                answers.add(status(balancer.resolve("/api/movies")));
            }
        });

        long told = System.nanoTime();
        leaving.askToStop();
        String body = stream.get(GRACE.toSeconds(), TimeUnit.SECONDS).body();
        assertThat(leaving.awaitEnd(GRACE)).isEqualTo(143);
        long took = Duration.ofNanos(System.nanoTime() - told).toMillis();
        stopped.set(true);
        assertThat(caller.join(GRACE)).isTrue();

        assertThat(body).as("What a stream held until its end").contains("event:progress", "UNMATCHED");
        assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(direct).build(), BodyHandlers.discarding()))
                .isInstanceOf(ConnectException.class);
        assertThat(answers)
                .as("Answers through nginx meanwhile")
                .hasSizeGreaterThan(10)
                .containsOnly(200);
        assertThat(leaving.printed()).doesNotContain("\tat ");
        System.out.println("Serving stopped within " + took + " ms with two open streams; " + answers.size()
                + " requests through nginx meanwhile, each answered with 200");
    }

    /// The browser has noticed a break, and follows on at the other process, to the request's very end.
    private void goesOn(Page page, String request, AppUnderTest staying) {
        awaitInPage(page, "window.streams[0].opened === 2 && window.streams[0].readyState === 1");
        assertThat(page.evaluate("window.streams[0].breaks"))
                .as("States of the stream at its breaks: it was only to be opened again")
                .isEqualTo(List.of(0));
        assertThat(page.evaluate("window.streams.length")).isEqualTo(1);
        assertThat(staying.metric(STREAMS)).isEqualTo(1);
        page.evaluate("id => fetch('/api/requests/' + id, { method: 'DELETE' })", request);
        awaitInPage(page, "window.states.at(-1) === 'CANCELLED' && window.streams[0].readyState === 2");
        Awaitility.await("the stream is closed").until(() -> staying.metric(STREAMS) == 0);
    }

    private static void awaitInPage(Page page, String condition) {
        page.waitForFunction("() => " + condition, null, new WaitForFunctionOptions().setTimeout(GRACE.toMillis()));
    }

    private int status(URI address) {
        try {
            var request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException refused) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private AppUnderTest serving(String name, int port, EmbeddedServices parts) {
        var settings = new HashMap<String, String>();
        Map.of(
                        "spring.mongodb.uri", parts.documents().uri(),
                        "spring.rabbitmq.host", "127.0.0.1",
                        "spring.rabbitmq.port", Integer.toString(parts.broker().port()),
                        "reelmill.queue.dialect", "qpid",
                        "reelmill.storage.endpoint", parts.objects().endpoint().toString(),
                        "reelmill.storage.accesskey", parts.accessKey(),
                        "reelmill.storage.secretkey", parts.secretKey(),
                        "reelmill.keys.directory", folder.resolve("keys").toString(),
                        "reelmill.serving.guests", "true",
                        "server.port", Integer.toString(port))
                .forEach((property, value) ->
                        settings.put(property.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return AppUnderTest.start(name, AppUnderTest.reelmill("run", "serving"), settings, folder.resolve(name));
    }

    private Nginx balancer(int one, int other) throws IOException {
        int port = FreePorts.next();
        var configuration = Files.writeString(folder.resolve("balancer.conf"), """
                daemon off;
                pid nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  upstream serving { server 127.0.0.1:%d; server 127.0.0.1:%d; }
                  server {
                    listen 127.0.0.1:%d;
                    location / { proxy_pass http://serving; proxy_set_header Host $http_host; }
                  }
                }
                """.formatted(one, other, port));
        return Nginx.start(folder.resolve("nginx"), configuration, port);
    }
}
