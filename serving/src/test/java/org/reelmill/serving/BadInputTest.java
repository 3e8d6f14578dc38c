package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reelmill.serving.Visitor.Answer;

/// Everything that is wrong with a call is told as problem+json, without a word of our insides.
@ExtendWith(Serving.Started.class)
class BadInputTest {

    private static final int LIMIT = 64 << 10;

    private final Visitor visitor;

    BadInputTest(Serving serving) {
        this.visitor = serving.visitor();
    }

    @Test
    void bodiesThatAreNotWhatTheyShouldBe() {
        Map.of(
                        "",
                        400,
                        "{",
                        400,
                        "not json",
                        400,
                        "[]",
                        400,
                        "{}",
                        400,
                        "{\"movieId\": {\"$ne\": null}}",
                        400,
                        "{\"movieId\": \"a\", \"query\": \"b\"}",
                        400,
                        "{\"query\": \"  \"}",
                        400,
                        "{\"query\": \"two\\nlines\"}",
                        400,
                        "{\"query\": \"" + "x".repeat(201) + "\"}",
                        400)
                .forEach((body, status) -> problem(visitor.post("/api/requests", body), status));
    }

    @Test
    void bodiesThatAreTooLargeWhetherTheySaySoOrNot() {
        byte[] large = ("{\"query\": \"" + "x".repeat(LIMIT) + "\"}").getBytes(StandardCharsets.UTF_8);
        Visitor json = visitor.with("Content-Type", "application/json");

        problem(json.send("POST", "/api/requests", BodyPublishers.ofByteArray(large)), 413);
        problem(
                json.send("POST", "/api/requests", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413);
    }

    @Test
    void idsAndPathsThatAreNotThere() {
        for (String path : List.of(
                "/api/movies/nosuch",
                "/api/movies/%3Cscript%3E",
                "/api/movies/nosuch/poster",
                "/api/requests/nosuch",
                "/api/requests/nosuch/events",
                "/api/nothing",
                "/api",
                "/api/movies/a/b/c",
                "/nothing.html",
                "/watch/a/b")) {
            problem(visitor.get(path), 404);
        }
    }

    @Test
    void browsersAreToldTheSameWay() {
        problem(visitor.with("Accept", "text/html").get("/api/movies/nosuch"), 404);
        problem(visitor.with("Accept", "application/xml").get("/api/movies/nosuch"), 404);
    }

    @Test
    void methodsAndTypesThatAreNotTaken() {
        problem(visitor.delete("/api/movies"), 405);
        problem(
                visitor.with("Content-Type", "text/xml").send("POST", "/api/requests", BodyPublishers.ofString("<a/>")),
                415);
        problem(visitor.post("/api/requests/nosuch/resolve", "{}"), 401);
        problem(visitor.with("Authorization", "Bearer wrong").get("/api/requests"), 401);
    }

    @Test
    void requestsThatAreNotEvenHttp() throws IOException {
        for (String line : List.of("GET /api/movies?q=<> HTTP/1.1", "GET /api/%zz HTTP/1.1", "NONSENSE")) {
            String answer = raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .as(line)
                    .containsPattern("^HTTP/1.1 4\\d\\d ")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", visitor.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/type")).startsWith("https://reelmill.org/problems/");
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.at("/detail")).isNotBlank();
        assertThat(answer.text())
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("trace");
    }
}
