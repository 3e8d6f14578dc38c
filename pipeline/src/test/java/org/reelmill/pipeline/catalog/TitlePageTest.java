package org.reelmill.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class TitlePageTest {

    private static final URI PAGE = URI.create("https://films.example/walk.html");
    private static final String RECIPE = """
            id: films
            name: Films
            contact: mailto:op@example.org
            licence: CC0-1.0
            hosts:
              pages: films.example
              downloads: ["films.example", "s3://archive", "drop://inbox"]
            start: https://films.example/list
            titles:
              links: a.film
            fields:
              name: h1
              source: {select: a.file, attribute: href}
            """;

    private final CatalogProperties properties = new CatalogProperties(
            Path.of("recipes"),
            Map.of(),
            List.of("CC0-1.0"),
            DataSize.ofMegabytes(5),
            DataSize.ofMegabytes(8),
            Duration.ofSeconds(60),
            4,
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            5);
    private final LicenceList licences = new LicenceList(properties);
    private final Recipe recipe = new RecipeReader(properties, licences).parse("films.yml", RECIPE);

    @Test
    void findsFilmsInThePlacesThatTheRecipeNames() {
        assertThat(links("s3://archive/a/walk.mp4", "drop://inbox/A long walk.mp4", "/walk.mp4", "s3://other/walk.mp4"))
                .containsExactly(
                        "s3://archive/a/walk.mp4",
                        "drop://inbox/A%20long%20walk.mp4",
                        "https://films.example/walk.mp4");
    }

    @Test
    void leavesAddressesThatLeaveThePlace() {
        assertThat(links(
                        "drop://inbox/../keys/operator.key", "drop://inbox/%2e%2e/keys", "file:///etc/passwd", "/walk"))
                .containsExactly("https://films.example/walk");
    }

    @Test
    void saysWhichPlaceTheRecipeDoesNotName() {
        assertThatThrownBy(() -> links("s3://other/secret-walk.mp4"))
                .isInstanceOf(PageFault.class)
                .hasMessageContaining("s3://other, which the recipe does not list under hosts.downloads")
                .hasMessageNotContaining("secret-walk");
    }

    private List<String> links(String... links) {
        var html = new StringBuilder("<h1>A Long Walk</h1>");
        for (String link : links) {
            html.append("<a class=file href=\"").append(link).append("\">film</a>");
        }
        var found = new TitlePage(licences).read(PAGE, Jsoup.parse(html.toString(), PAGE.toString()), recipe);
        return found.sources().stream().map(source -> source.link().toString()).toList();
    }
}
