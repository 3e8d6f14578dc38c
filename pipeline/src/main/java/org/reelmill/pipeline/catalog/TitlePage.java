package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Licence;

/// Reads a film from its page: JSON-LD first, then the recipe's selectors. Refuses what may not be shown or
/// fetched before anything is stored.
final class TitlePage {

    private static final Pattern YEAR = Pattern.compile("(1[89]|20)[0-9]{2}");
    private static final Pattern SPOKEN_TIME = Pattern.compile(
            "(?:([0-9]{1,2})\\s*h[a-z]*)?\\s*(?:([0-9]{1,3})\\s*m[a-z]*)?\\s*(?:([0-9]{1,5})\\s*s[a-z]*)?");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final int MAX_NAME = 300;
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_ITEMS = 100;

    private final LicenceList licences;

    TitlePage(LicenceList licences) {
        this.licences = licences;
    }

    /// @throws PageFault if the page names no film, states no licence that allows showing it, or no place
    ///     that it may be fetched from
    FoundTitle read(URI page, Document document, Recipe recipe) {
        JsonLdMovie movie = JsonLdMovie.of(page, document);
        Map<Field, List<String>> fields = fields(movie, document, recipe);
        String name = one(fields, Field.NAME, MAX_NAME)
                .orElseThrow(() -> new PageFault((movie.fault() == null ? "has no JSON-LD of a film" : movie.fault())
                        + ", and no selector of the recipe finds a name"));
        Licence licence = licence(fields, recipe);
        return new FoundTitle(
                key(page, recipe),
                page,
                name,
                one(fields, Field.ORIGINAL_NAME, MAX_NAME).orElse(null),
                one(fields, Field.YEAR, MAX_NAME).map(TitlePage::year).orElse(null),
                one(fields, Field.DESCRIPTION, MAX_TEXT).orElse(null),
                many(fields, Field.GENRES),
                many(fields, Field.CAST),
                one(fields, Field.RUNTIME, MAX_NAME).map(TitlePage::runtime).orElse(null),
                one(fields, Field.LANGUAGE, MAX_NAME)
                        .filter(language -> LANGUAGE.matcher(language).matches())
                        .orElse(null),
                one(fields, Field.POSTER, MAX_TEXT)
                        .flatMap(link -> WebLinks.resolve(page, link))
                        .orElse(null),
                licence,
                movie.externalIds(),
                sources(page, movie, fields, recipe));
    }

    /// `catalogue/path`: stays the same when the catalogue moves to another host.
    static String key(URI page, Recipe recipe) {
        String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
        return recipe.id() + "/" + page.getRawPath().replaceFirst("^/+", "") + query;
    }

    private static Map<Field, List<String>> fields(JsonLdMovie movie, Document document, Recipe recipe) {
        var fields = new EnumMap<Field, List<String>>(Field.class);
        fields.putAll(movie.fields());
        recipe.fields().forEach((field, selector) -> fields.computeIfAbsent(field, absent -> selector.find(document)));
        return fields;
    }

    private Licence licence(Map<Field, List<String>> fields, Recipe recipe) {
        String attribution = one(fields, Field.ATTRIBUTION, MAX_TEXT).orElse(null);
        Licence ofAll = recipe.licence();
        if (ofAll != null) {
            return ofAll.attribution() == null ? new Licence(ofAll.id(), ofAll.url(), attribution) : ofAll;
        }
        String stated = one(fields, Field.LICENCE, MAX_NAME)
                .orElseThrow(() -> new PageFault("states no licence, so the film may not be shown"));
        return licences.allowed(stated, attribution)
                .orElseThrow(() -> new PageFault("states the licence \"" + stated + "\", which is not allowed here"));
    }

    private static List<FoundSource> sources(
            URI page, JsonLdMovie movie, Map<Field, List<String>> fields, Recipe recipe) {
        var sources = new ArrayList<>(movie.sources());
        if (sources.isEmpty()) {
            fields.getOrDefault(Field.SOURCE, List.of())
                    .forEach(link ->
                            WebLinks.film(page, link).map(FoundSource::of).ifPresent(sources::add));
        }
        if (sources.isEmpty()) {
            throw new PageFault("names no place to fetch the film from");
        }
        String first = Servers.named(sources.getFirst().link());
        sources.removeIf(source -> !recipe.downloadHosts().hold(source.link()));
        if (sources.isEmpty()) {
            throw new PageFault("has its film on " + first + ", which the recipe does not list under hosts.downloads");
        }
        return sources.size() > MAX_ITEMS ? sources.subList(0, MAX_ITEMS) : sources;
    }

    private static Optional<String> one(Map<Field, List<String>> fields, Field field, int maxLength) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(text -> PlainText.of(text, maxLength))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<String> many(Map<Field, List<String>> fields, Field field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(text -> PlainText.of(text, MAX_NAME))
                .filter(text -> !text.isEmpty())
                .distinct()
                .limit(MAX_ITEMS)
                .toList();
    }

    private static @Nullable Integer year(String text) {
        Matcher year = YEAR.matcher(text);
        return year.find() ? Integer.valueOf(year.group()) : null;
    }

    private static @Nullable Duration runtime(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notIso) {
            Matcher time = SPOKEN_TIME.matcher(text.strip().toLowerCase(java.util.Locale.ROOT));
            if (text.isBlank() || !time.matches()) {
                return null;
            }
            return Duration.ofHours(number(time.group(1)))
                    .plusMinutes(number(time.group(2)))
                    .plusSeconds(number(time.group(3)));
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
