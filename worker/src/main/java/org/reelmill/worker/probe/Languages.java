package org.reelmill.worker.probe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the languages of containers (ISO 639-2, in both its spellings, or BCP 47) into BCP 47 tags.
final class Languages {

    private static final Map<String, String> TWO_LETTERS = new HashMap<>();

    static {
        for (String language : Locale.getISOLanguages()) {
            TWO_LETTERS.put(Locale.of(language).getISO3Language(), language);
        }
        // The bibliographic codes, which Matroska uses and the JDK does not know.
        String bibliographic = "alb=sq arm=hy baq=eu bur=my chi=zh cze=cs dut=nl fre=fr geo=ka ger=de gre=el ice=is"
                + " mac=mk mao=mi may=ms per=fa rum=ro slo=sk tib=bo wel=cy";
        for (String pair : bibliographic.split(" ", -1)) {
            TWO_LETTERS.put(pair.substring(0, 3), pair.substring(4));
        }
    }

    private Languages() {}

    /// @return null if the language is not said
    static @Nullable String tag(String language) {
        String clean = language.strip().replace('_', '-');
        String two = TWO_LETTERS.get(clean.toLowerCase(Locale.ROOT));
        if (two != null) {
            return two;
        }
        String tag = Locale.forLanguageTag(clean).toLanguageTag();
        return tag.equals("und") ? null : tag;
    }
}
