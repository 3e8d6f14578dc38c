package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private final MisbehavingServer server =
            MisbehavingServer.start().on("/page", Behaviour.page("text/plain", "from the part"));
    private final Relay relay = Relay.ofHttp(server.port());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        http.close();
        relay.close();
        server.close();
    }

    @Test
    void passesRequestsOnAndTellsOfThem() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        relay.watch(new Relay.Watch() {
            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                told.add("asked " + request.method() + " " + request.path());
                return Optional.empty();
            }

            @Override
            public void answered(Relay.Request request) {
                told.add("answered " + request.path());
            }
        });

        assertThat(put("/page", "a body")).isEqualTo("from the part");
        assertThat(put("/page", "another")).isEqualTo("from the part");

        assertThat(told).containsExactly("asked PUT /page", "answered /page", "asked PUT /page", "answered /page");
    }

    @Test
    void answersInThePartsPlace() throws Exception {
        relay.watch(new Relay.Watch() {
            @Override
            public Optional<Relay.Answer> asked(Relay.Request request) {
                return Optional.of(new Relay.Answer(507, "Full", "<full/>"));
            }
        });

        assertThat(put("/page", "a body")).isEqualTo("<full/>");
        assertThat(server.log("/page")).isEmpty();

        relay.unwatch();
        assertThat(put("/page", "a body")).isEqualTo("from the part");
    }

    @Test
    void cutsAndMends() throws Exception {
        assertThat(put("/page", "a body")).isEqualTo("from the part");

        relay.cut();
        assertThatThrownBy(() -> put("/page", "a body")).isInstanceOf(IOException.class);

        relay.mend();
        assertThat(put("/page", "a body")).isEqualTo("from the part");
    }

    private String put(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
