package org.reelmill.pipeline.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// One reading of one catalogue: its list pages, the pages of its films, and storing what they say. What has
/// not changed since the last reading is asked for by conditional requests only. Not thread-safe.
public final class CatalogueReading {

    private static final Set<String> PAGE_TYPES = Set.of("text/html", "application/xhtml+xml");
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private final Recipe recipe;
    private final SiteClient site;
    private final PageVersions versions;
    private final TitlePage titlePage;
    private final TitleCatalogue catalogue;
    private final long maxPage;

    CatalogueReading(
            Recipe recipe,
            SiteClient site,
            PageVersions versions,
            TitlePage titlePage,
            TitleCatalogue catalogue,
            DataSize maxPage) {
        this.recipe = recipe;
        this.site = site;
        this.versions = versions;
        this.titlePage = titlePage;
        this.catalogue = catalogue;
        this.maxPage = maxPage.toBytes();
    }

    public Recipe recipe() {
        return recipe;
    }

    /// A page that lists films.
    ///
    /// @throws CatalogueFault if it cannot be read
    public ListPage list(URI address) {
        PageVersion known =
                versions.find(address.toString(), recipe.fingerprint()).orElse(null);
        try {
            Validator validator = known == null ? null : known.validators().getFirst();
            Fetched fetched = site.page(address, validator, maxPage);
            if (known != null && validator != null && same(fetched, validator)) {
                URI next = known.next() == null ? null : URI.create(known.next());
                return new ListPage(
                        address, known.links().stream().map(URI::create).toList(), next);
            }
            ListPage page = ListPage.of(fetched.address(), document(fetched), recipe);
            versions.save(new PageVersion(
                    address.toString(),
                    recipe.fingerprint(),
                    List.of(fetched.validator()),
                    page.titles().stream().map(URI::toString).toList(),
                    page.next() == null ? null : page.next().toString(),
                    null,
                    null,
                    Instant.now()));
            return page;
        } catch (PageFault fault) {
            throw new CatalogueFault("The list page " + address + " cannot be read: it " + fault.reason());
        }
    }

    /// The page of a film.
    ///
    /// @return empty if nothing has changed since it was read last
    /// @throws PageFault if it cannot be used
    public Optional<FoundPage> title(URI address) {
        PageVersion known = known(address);
        Validator validator = known == null ? null : known.validators().getFirst();
        Fetched fetched = site.page(address, validator, maxPage);
        if (known != null && validator != null && same(fetched, validator)) {
            if (restIsSame(known)) {
                if (known.fault() != null) {
                    throw new PageFault(known.fault());
                }
                return Optional.empty();
            }
            fetched = fetched.unchanged() ? site.page(address, null, maxPage) : fetched;
        }
        return Optional.of(read(address, fetched));
    }

    /// Stores a film; does nothing where the store says the same already.
    public void store(FoundPage page) {
        catalogue.store(page.title(), site);
        versions.save(page.version());
    }

    private FoundPage read(URI address, Fetched fetched) {
        Document document = document(fetched);
        List<Validator> validators = List.of(fetched.validator());
        if (recipe.needsScript(address)) {
            var rendered = new ScriptedPage(site, maxPage).render(fetched);
            document = rendered.document();
            validators = rendered.validators();
        }
        PageVersion version = PageVersion.ofTitle(address.toString(), recipe.fingerprint(), validators);
        try {
            return new FoundPage(titlePage.read(fetched.address(), document, recipe), version);
        } catch (PageFault fault) {
            versions.save(version.withFault(fault.reason()));
            throw fault;
        }
    }

    private @Nullable PageVersion known(URI address) {
        return versions.find(address.toString(), recipe.fingerprint())
                .filter(version -> version.fault() != null || catalogue.holds(TitlePage.key(address, recipe)))
                .orElse(null);
    }

    private boolean restIsSame(PageVersion known) {
        return known.validators().stream()
                .skip(1)
                .allMatch(validator -> same(site.page(URI.create(validator.address()), validator, maxPage), validator));
    }

    private static boolean same(Fetched fetched, Validator known) {
        return fetched.unchanged()
                || fetched.isSuccess()
                        && fetched.validator().digest() != null
                        && fetched.validator().digest().equals(known.digest());
    }

    private static Document document(Fetched fetched) {
        if (!fetched.isSuccess()) {
            throw new PageFault("answered " + fetched.status());
        }
        if (!PAGE_TYPES.contains(fetched.mediaType())) {
            throw new PageFault("is not an HTML page but "
                    + (fetched.mediaType().isEmpty() ? "of no type" : PlainText.of(fetched.mediaType(), 80)));
        }
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(fetched.body()),
                    charset(fetched.type()),
                    fetched.address().toString());
        } catch (IOException e) {
            throw new PageFault("cannot be read as HTML");
        }
    }

    private static @Nullable String charset(String type) {
        Matcher charset = CHARSET.matcher(type);
        try {
            return charset.find() && Charset.isSupported(charset.group(1)) ? charset.group(1) : null;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}
