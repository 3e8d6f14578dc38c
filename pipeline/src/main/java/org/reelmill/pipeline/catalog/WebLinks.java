package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.reelmill.title.PlaceAddress;

/// Reads links as pages write them. What is wrong with one is never told by quoting it: it may be a source's.
final class WebLinks {

    private WebLinks() {}

    /// The address that a film may be had from: a link like any other, or the address of a place of films.
    static Optional<URI> film(URI page, String link) {
        if (!PlaceAddress.isMeant(link)) {
            return resolve(page, link);
        }
        try {
            return Optional.of(PlaceAddress.parse(link).uri());
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /// The absolute address that a link on a page leads to, without its fragment; empty if it is none of http
    /// or https.
    static Optional<URI> resolve(URI page, String link) {
        try {
            String text = link.strip().replace(" ", "%20");
            URI address = page.resolve(new URI(text)).normalize();
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            if (address.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
                return Optional.empty();
            }
            String whole = address.toString();
            int fragment = whole.indexOf('#');
            return Optional.of(fragment < 0 ? address : new URI(whole.substring(0, fragment)));
        } catch (URISyntaxException | IllegalArgumentException notALink) {
            return Optional.empty();
        }
    }
}
