package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a page says of a film in JSON-LD, in the words of schema.org.
///
/// @param fault why its JSON-LD could not be read, if so
record JsonLdMovie(
        Map<Field, List<String>> fields,
        List<FoundSource> sources,
        Map<String, String> externalIds,
        @Nullable String fault) {

    private static final Set<String> FILM_TYPES = Set.of("Movie", "TVEpisode", "Episode", "VideoObject", "Clip");
    private static final List<String> FILE_FIELDS = List.of("encoding", "associatedMedia", "video", "encodings");
    private static final Pattern IMDB = Pattern.compile("imdb\\.com/title/(tt[0-9]+)");
    private static final Pattern WIKIDATA = Pattern.compile("wikidata\\.org/(?:wiki|entity)/(Q[0-9]+)");
    private static final Pattern TMDB = Pattern.compile("themoviedb\\.org/movie/([0-9]+)");
    private static final int MAX_NODES = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    static JsonLdMovie of(URI page, Document document) {
        String fault = null;
        for (Element script : document.select("script[type=application/ld+json]")) {
            try {
                JsonNode film = film(JSON.readTree(script.data()));
                if (film != null) {
                    return read(page, film);
                }
            } catch (JacksonException | StackOverflowError broken) {
                fault = "its JSON-LD is broken";
            }
        }
        return new JsonLdMovie(Map.of(), List.of(), Map.of(), fault);
    }

    private static @Nullable JsonNode film(JsonNode root) {
        var open = new ArrayDeque<JsonNode>(List.of(root));
        for (int nodes = 0; !open.isEmpty() && nodes < MAX_NODES; nodes++) {
            JsonNode node = open.poll();
            if (node.isObject() && values(node.path("@type")).stream().anyMatch(FILM_TYPES::contains)) {
                return node;
            }
            if (node.isArray()) {
                node.forEach(open::add);
            } else if (node.isObject()) {
                open.add(node.path("@graph"));
                open.add(node.path("mainEntity"));
            }
        }
        return null;
    }

    private static JsonLdMovie read(URI page, JsonNode film) {
        var fields = new EnumMap<Field, List<String>>(Field.class);
        fields.put(Field.NAME, values(film.path("name")));
        fields.put(Field.ORIGINAL_NAME, values(film.path("alternateName")));
        fields.put(Field.YEAR, first(film, "datePublished", "dateCreated", "copyrightYear"));
        fields.put(Field.DESCRIPTION, first(film, "description", "abstract"));
        fields.put(Field.GENRES, values(film.path("genre")));
        fields.put(Field.CAST, first(film, "actor", "actors"));
        fields.put(Field.RUNTIME, values(film.path("duration")));
        fields.put(Field.LANGUAGE, values(film.path("inLanguage")));
        fields.put(Field.POSTER, first(film, "image", "thumbnailUrl"));
        fields.put(Field.LICENCE, first(film, "license", "usageInfo"));
        fields.put(Field.ATTRIBUTION, first(film, "creditText", "copyrightNotice", "copyrightHolder"));
        fields.values().removeIf(List::isEmpty);
        return new JsonLdMovie(fields, sources(page, film), externalIds(film), null);
    }

    private static List<FoundSource> sources(URI page, JsonNode film) {
        var sources = new ArrayList<FoundSource>();
        source(page, film, sources);
        for (String field : FILE_FIELDS) {
            JsonNode files = film.path(field);
            (files.isArray() ? files : List.of(files)).forEach(file -> source(page, file, sources));
        }
        return sources;
    }

    private static void source(URI page, JsonNode file, List<FoundSource> sources) {
        String link = text(file.path("contentUrl"));
        if (link == null) {
            return;
        }
        WebLinks.film(page, link)
                .ifPresent(address -> sources.add(new FoundSource(
                        address,
                        container(text(file.path("encodingFormat"))),
                        number(text(file.path("height"))).intValue() > 0
                                ? (Integer) number(text(file.path("height"))).intValue()
                                : null,
                        number(text(file.path("contentSize"))) > 0 ? number(text(file.path("contentSize"))) : null,
                        checksum(text(file.path("sha256"))),
                        text(file.path("inLanguage")))));
    }

    private static Map<String, String> externalIds(JsonNode film) {
        var ids = new HashMap<String, String>();
        for (String same : values(film.path("sameAs"))) {
            Map.of("imdb", IMDB, "wikidata", WIKIDATA, "tmdb", TMDB).forEach((scheme, pattern) -> {
                Matcher matcher = pattern.matcher(same);
                if (matcher.find()) {
                    ids.put(scheme, matcher.group(1));
                }
            });
        }
        return ids;
    }

    private static List<String> first(JsonNode film, String... names) {
        for (String name : names) {
            List<String> found = values(film.path(name));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /// The texts of a value, of a list, of things with a name or an address.
    private static List<String> values(JsonNode node) {
        var values = new ArrayList<String>();
        (node.isArray() ? node : List.of(node)).forEach(item -> {
            String text = text(item);
            if (text != null) {
                values.add(text);
            }
        });
        return values;
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isString() || node.isNumber()) {
            String text = node.asString().strip();
            return text.isEmpty() ? null : text;
        }
        if (!node.isObject()) {
            return null;
        }
        for (String name : List.of("name", "url", "contentUrl", "@id", "value", "alternateName")) {
            JsonNode inner = node.path(name);
            if (inner.isString() && !inner.asString().isBlank()) {
                return inner.asString().strip();
            }
        }
        return null;
    }

    private static @Nullable String container(@Nullable String format) {
        if (format == null) {
            return null;
        }
        String type = format.substring(format.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (type) {
            case "x-matroska", "matroska" -> "mkv";
            case "quicktime" -> "mov";
            default -> type.matches("[a-z0-9]{1,10}") ? type : null;
        };
    }

    private static Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0L;
    }

    private static @Nullable String checksum(@Nullable String text) {
        return text != null && text.matches("[0-9A-Fa-f]{64}") ? text.toLowerCase(Locale.ROOT) : null;
    }
}
