package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Licence;

/// How to read one catalogue: where its pages are, how to go on from one to the next, where a film's facts
/// stand.
///
/// @param id of the catalogue; its titles' keys begin with it
/// @param contact how site owners reach the operator: an address of mail or a page
/// @param licence of all films of the catalogue; `null` where each page states its own
/// @param pageHosts servers that pages may be read from
/// @param downloadHosts servers that films and posters may be fetched from
/// @param start pages to begin with
/// @param links selects the links to films on a list page
/// @param next selects the link to the next list page
/// @param maxPages most list pages to read
/// @param delay least time between two requests to one server
/// @param fields where a film's facts stand, where its page has no JSON-LD
/// @param scripted addresses of pages that need their script to run
/// @param fingerprint changes whenever the recipe does
public record Recipe(
        String id,
        String name,
        String contact,
        @Nullable Licence licence,
        Servers pageHosts,
        Servers downloadHosts,
        List<URI> start,
        String links,
        @Nullable String next,
        int maxPages,
        Duration delay,
        Map<Field, FieldSelector> fields,
        List<Pattern> scripted,
        String fingerprint) {

    public Recipe {
        start = List.copyOf(start);
        fields = Map.copyOf(fields);
        scripted = List.copyOf(scripted);
    }

    Recipe withFingerprint(String other) {
        return new Recipe(
                id,
                name,
                contact,
                licence,
                pageHosts,
                downloadHosts,
                start,
                links,
                next,
                maxPages,
                delay,
                fields,
                scripted,
                other);
    }

    boolean needsScript(URI page) {
        return scripted.stream()
                .anyMatch(pattern -> pattern.matcher(page.toString()).find());
    }
}
