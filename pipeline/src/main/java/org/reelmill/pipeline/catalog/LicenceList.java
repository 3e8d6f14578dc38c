package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Licence;

/// The licences that films may be shown under. Knows Creative Commons' licences by address, SPDX id and
/// common name; what it does not know is not allowed.
public final class LicenceList {

    private static final Pattern LICENCE_ADDRESS = Pattern.compile(
            "(?:https?:)?(?://)?(?:www\\.)?creativecommons\\.org/licenses/([a-z-]+)/([0-9.]+)(?:/([a-z]{2,3}))?(?:[/#?].*)?");
    private static final Pattern PUBLIC_DOMAIN_ADDRESS = Pattern.compile(
            "(?:https?:)?(?://)?(?:www\\.)?creativecommons\\.org/publicdomain/(zero|mark)/1\\.0(?:[/#?].*)?");
    private static final Pattern LICENCE_NAME =
            Pattern.compile("(?:creative commons|cc)[ -]([a-z-]+?)[ -]([0-9]\\.[0-9])(?:[ -]([a-z]{2,3}))?");

    private final List<Pattern> allowed;

    public LicenceList(CatalogProperties properties) {
        this.allowed = properties.licences().stream().map(LicenceList::pattern).toList();
    }

    /// The licence that a page or an operator states, if films may be shown under it.
    ///
    /// @param stated an address of a licence, an SPDX id, or a common name
    /// @param attribution the line that the licence asks us to show
    public Optional<Licence> allowed(String stated, @Nullable String attribution) {
        return known(stated.strip().toLowerCase(Locale.ROOT))
                .filter(id ->
                        allowed.stream().anyMatch(pattern -> pattern.matcher(id).matches()))
                .map(id -> new Licence(id, text(id), attribution));
    }

    private static Optional<String> known(String stated) {
        Matcher address = LICENCE_ADDRESS.matcher(stated);
        if (address.matches()) {
            return Optional.of(id(address));
        }
        Matcher publicDomain = PUBLIC_DOMAIN_ADDRESS.matcher(stated);
        if (publicDomain.matches()) {
            return Optional.of(publicDomain.group(1).equals("zero") ? "CC0-1.0" : "PDM-1.0");
        }
        return switch (stated) {
            case "cc0", "cc0-1.0", "cc0 1.0", "cc zero" -> Optional.of("CC0-1.0");
            case "public domain", "publicdomain", "public-domain", "pdm-1.0", "public domain mark 1.0" ->
                Optional.of("PDM-1.0");
            default ->
                Optional.of(LICENCE_NAME.matcher(stated))
                        .filter(Matcher::matches)
                        .map(LicenceList::id);
        };
    }

    private static String id(Matcher licence) {
        String port = licence.group(3) == null ? "" : "-" + licence.group(3);
        return ("CC-" + licence.group(1) + "-" + licence.group(2) + port).toUpperCase(Locale.ROOT);
    }

    private static URI text(String id) {
        if (id.equals("CC0-1.0")) {
            return URI.create("https://creativecommons.org/publicdomain/zero/1.0/");
        }
        if (id.equals("PDM-1.0")) {
            return URI.create("https://creativecommons.org/publicdomain/mark/1.0/");
        }
        Matcher licence = LICENCE_NAME.matcher(id.toLowerCase(Locale.ROOT));
        if (!licence.matches()) {
            throw new IllegalArgumentException("Not a licence that has an address: " + id);
        }
        String port = licence.group(3) == null ? "" : licence.group(3) + "/";
        return URI.create(
                "https://creativecommons.org/licenses/" + licence.group(1) + "/" + licence.group(2) + "/" + port);
    }

    /// A `*` stands for a version, never for a further condition: `CC-BY-*` does not allow CC-BY-NC-4.0.
    private static Pattern pattern(String id) {
        return id.endsWith("*")
                ? Pattern.compile(Pattern.quote(id.substring(0, id.length() - 1)) + "[0-9][0-9.]*(-[A-Z]{2,3})?")
                : Pattern.compile(Pattern.quote(id));
    }
}
