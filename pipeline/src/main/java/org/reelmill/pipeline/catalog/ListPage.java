package org.reelmill.pipeline.catalog;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/// A page that lists films.
///
/// @param titles addresses of the films' pages, in order, each once
/// @param next list page, if there is one
public record ListPage(
        URI address, List<URI> titles, @Nullable URI next) {

    public ListPage {
        titles = List.copyOf(titles);
    }

    static ListPage of(URI address, Document page, Recipe recipe) {
        var titles = new LinkedHashSet<URI>();
        page.select(recipe.links())
                .forEach(link -> WebLinks.resolve(address, link.attr("href")).ifPresent(titles::add));
        URI next = recipe.next() == null
                ? null
                : page.select(recipe.next()).stream()
                        .findFirst()
                        .flatMap(link -> WebLinks.resolve(address, link.attr("href")))
                        .orElse(null);
        return new ListPage(address, List.copyOf(titles), next);
    }
}
