package org.reelmill.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RecipeReaderTest {

    private static final String GOOD = """
            id: films
            name: Films
            contact: mailto:op@example.org
            licence: page
            hosts:
              pages: films.example
              downloads: ["films.example", "cdn.example:8443"]
            start: https://films.example/list
            titles:
              links: a.film
            """;

    private final CatalogProperties properties = properties(Map.of("site", "https://films.example"));
    private final RecipeReader reader = new RecipeReader(properties, new LicenceList(properties));

    @Test
    void readsAGoodRecipe() {
        Recipe recipe = reader.parse("films.yml", GOOD);

        assertThat(recipe.start()).containsExactly(URI.create("https://films.example/list"));
        assertThat(recipe.pageHosts().hold(URI.create("http://films.example/a")))
                .isTrue();
        assertThat(recipe.pageHosts().hold(URI.create("http://films.example:81/a")))
                .isFalse();
        assertThat(recipe.downloadHosts().hold(URI.create("https://cdn.example:8443/a")))
                .isTrue();
        assertThat(recipe.downloadHosts().hold(URI.create("https://cdn.example/a")))
                .isFalse();
        assertThat(recipe.delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void namesPlacesOfFilmsUnderDownloads() {
        Recipe recipe =
                reader.parse("films.yml", GOOD.replace("\"cdn.example:8443\"", "\"s3://archive\", \"drop://inbox/\""));
        Servers downloads = recipe.downloadHosts();

        assertThat(downloads.hold(URI.create("s3://archive/a/film.mp4"))).isTrue();
        assertThat(downloads.hold(URI.create("drop://inbox/film.mp4"))).isTrue();
        assertThat(downloads.hold(URI.create("https://films.example/film.mp4"))).isTrue();
        // Neither a place that is not named, nor one that is called like a host or another kind of place.
        assertThat(downloads.hold(URI.create("s3://other/film.mp4"))).isFalse();
        assertThat(downloads.hold(URI.create("drop://archive/film.mp4"))).isFalse();
        assertThat(downloads.hold(URI.create("http://archive/film.mp4"))).isFalse();
    }

    @Test
    void aHostIsNoPlaceOfFilms() {
        Recipe recipe = reader.parse("films.yml", GOOD.replace("films.example", "films"));

        assertThat(recipe.downloadHosts().hold(URI.create("http://films/film.mp4")))
                .isTrue();
        assertThat(recipe.downloadHosts().hold(URI.create("s3://films/film.mp4")))
                .isFalse();
        assertThat(recipe.downloadHosts().hold(URI.create("drop://films/film.mp4")))
                .isFalse();
    }

    @Test
    void refusesPlacesOfFilmsWhereTheyDoNotBelong() {
        refuses(
                GOOD.replace("pages: films.example", "pages: [films.example, \"s3://archive\"]"),
                "field hosts.pages: a place of films has no pages");
        refuses(
                GOOD.replace("cdn.example:8443", "s3://archive/films"),
                "field hosts.downloads: a place of films is named s3://NAME or drop://NAME");
    }

    @Test
    void namesLineAndFieldOfAnUnknownKey() {
        refuses(GOOD + "paging:\n  nxt: a.next\n", "films.yml, line 12, field paging.nxt: is not known here");
    }

    @Test
    void namesLineAndFieldOfAMissingSelector() {
        refuses(GOOD.replace("  links: a.film", "  {}"), "line 10, field titles.links: is missing");
    }

    @Test
    void refusesASelectorThatIsNone() {
        refuses(GOOD.replace("a.film", "\"a[\""), "line 10, field titles.links: \"a[\" is not a CSS selector");
    }

    @Test
    void refusesAStartOnAnotherHost() {
        refuses(
                GOOD.replace("start: https://films.example", "start: https://evil.example"),
                "field start: evil.example is not among hosts.pages");
    }

    @Test
    void refusesALicenceThatForbidsShowing() {
        refuses(GOOD.replace("licence: page", "licence: CC-BY-NC-4.0"), "line 4, field licence");
    }

    @Test
    void refusesARecipeWithoutContact() {
        refuses(GOOD.replace("contact: mailto:op@example.org\n", ""), "field contact: is missing");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        refuses(GOOD + "name: Again\n", "line 11, field name: stands here twice");
    }

    @Test
    void fillsPlaceholdersAndNamesThoseWithoutAValue() {
        String templated = GOOD.replace("https://films.example/list", "${site}/list");

        assertThat(reader.parse("films.yml", templated).start())
                .containsExactly(URI.create("https://films.example/list"));
        refuses(templated.replace("${site}", "${sight}"), "the variable \"sight\" has no value");
    }

    @Test
    void saysWhereItIsNotYaml() {
        refuses(GOOD + "name: [a\nb: c\n", "films.yml, line 12: is not YAML");
    }

    @Test
    void refusesAnEmptyRecipe() {
        refuses("", "is empty");
    }

    @Test
    void refusesANameThatIsAPath() {
        assertThatThrownBy(() -> reader.read("../../etc/passwd")).isInstanceOf(RecipeFault.class);
    }

    private void refuses(String recipe, String message) {
        assertThatThrownBy(() -> reader.parse("films.yml", recipe))
                .isInstanceOf(RecipeFault.class)
                .hasMessageContaining(message);
    }

    static CatalogProperties properties(Map<String, String> variables) {
        return new CatalogProperties(
                Path.of("nowhere"),
                variables,
                List.of("CC0-1.0", "CC-BY-*", "CC-BY-SA-*", "PDM-1.0"),
                DataSize.ofMegabytes(5),
                DataSize.ofMegabytes(8),
                Duration.ofSeconds(2),
                3,
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                5);
    }
}
