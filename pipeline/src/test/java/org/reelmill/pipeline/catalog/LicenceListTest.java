package org.reelmill.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.title.Licence;

class LicenceListTest {

    private final LicenceList licences = new LicenceList(RecipeReaderTest.properties(Map.of()));

    @ParameterizedTest
    @CsvSource({
        "https://creativecommons.org/licenses/by/3.0/, CC-BY-3.0, https://creativecommons.org/licenses/by/3.0/",
        "http://creativecommons.org/licenses/by-sa/4.0/deed.en, CC-BY-SA-4.0, https://creativecommons.org/licenses/by-sa/4.0/",
        "//creativecommons.org/licenses/by/3.0/de/, CC-BY-3.0-DE, https://creativecommons.org/licenses/by/3.0/de/",
        "https://creativecommons.org/publicdomain/zero/1.0/, CC0-1.0, https://creativecommons.org/publicdomain/zero/1.0/",
        "CC BY 4.0, CC-BY-4.0, https://creativecommons.org/licenses/by/4.0/",
        "cc-by-sa-3.0, CC-BY-SA-3.0, https://creativecommons.org/licenses/by-sa/3.0/",
        "Public Domain, PDM-1.0, https://creativecommons.org/publicdomain/mark/1.0/"
    })
    void knowsFreeLicences(String stated, String id, URI text) {
        assertThat(licences.allowed(stated, "By us")).contains(new Licence(id, text, "By us"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "All rights reserved", "https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0",
                "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0", "https://creativecommons.org.evil.example/licenses/by/3.0/",
                "https://evil.example/?creativecommons.org/licenses/by/3.0/", "", "CC-BY-4.0 no, really not"
            })
    void allowsNothingElse(String stated) {
        assertThat(licences.allowed(stated, null)).isEmpty();
    }
}
