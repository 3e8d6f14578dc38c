package org.reelmill.serving.catalogue;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Text as it is compared in searches: without accents, case, punctuation.
final class SearchText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ARTICLE = Pattern.compile("^(the|a|an|der|die|das|le|la|les|el|los|las|il) (?=.)");

    private SearchText() {}

    /// Words in lower case with one space between.
    static String fold(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return BETWEEN_WORDS.matcher(bare).replaceAll(" ").strip();
    }

    /// As [#fold], and without a leading article, so that "Kid" finds "The Kid".
    static String foldName(@Nullable String name) {
        return ARTICLE.matcher(fold(name)).replaceFirst("");
    }

    static List<String> words(String text) {
        return Stream.of(fold(text).split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    /// Whether each of the words begins a word of a folded text.
    static boolean holds(String folded, List<String> words) {
        return words.stream().allMatch(word -> folded.startsWith(word) || folded.contains(" " + word));
    }
}
