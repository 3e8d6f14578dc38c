package org.reelmill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Serving.Started.class)
class PagesTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private final Visitor visitor;

    PagesTest(Serving serving) {
        this.visitor = serving.visitor();
    }

    @Test
    void pagesLoadNothingButOursAndRunNothingInline() {
        for (String path : List.of("/", "/watch/anything")) {
            var page = visitor.get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                    .contains("connect-src 'self' http://edge.test:8081;")
                    .doesNotContain("unsafe");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.text())
                    .doesNotContain("style=\"")
                    .doesNotContain("onclick")
                    .doesNotContainPattern("<script>");
            REFERENCE
                    .matcher(page.text())
                    .results()
                    .map(match -> match.group(1))
                    .forEach(reference -> assertThat(visitor.get(reference).status())
                            .as(reference)
                            .isIn(200, 302));
        }
    }

    @Test
    void thePlayerIsOursAndKeptForEver() {
        var player = visitor.get("/vendor/hls.js-1.7.4/hls.min.js");

        assertThat(player.status()).isEqualTo(200);
        assertThat(player.header("Cache-Control")).contains("immutable");
        assertThat(visitor.get("/vendor/hls.js-1.7.4/LICENSE").text()).contains("Apache License");
    }

    @Test
    void theApiIsDescribedWithAPageToTryIt() {
        var description = visitor.get("/api/openapi").json();
        assertThat(description.at("/paths").propertyNames())
                .contains(
                        "/api/movies",
                        "/api/movies/{id}/grants",
                        "/api/requests",
                        "/api/requests/{id}/events",
                        "/api/sessions/{id}/heartbeat");
        var docs = visitor.get("/api/docs");
        assertThat(docs.status()).isEqualTo(302);
        var page = visitor.get(docs.header("Location"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("swagger-ui");
    }
}
