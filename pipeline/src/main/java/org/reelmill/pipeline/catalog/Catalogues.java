package org.reelmill.pipeline.catalog;

import org.reelmill.http.OutboundHttp;
import org.reelmill.title.Ids;

/// Opens catalogues for reading.
public final class Catalogues {

    private final RecipeReader recipes;
    private final CatalogProperties properties;
    private final OutboundHttp http;
    private final PageVersions versions;
    private final TitleCatalogue catalogue;
    private final TitlePage titlePage;
    private final HostPace pace = new HostPace();

    Catalogues(
            RecipeReader recipes,
            CatalogProperties properties,
            OutboundHttp http,
            PageVersions versions,
            TitleCatalogue catalogue,
            TitlePage titlePage) {
        this.recipes = recipes;
        this.properties = properties;
        this.http = http;
        this.versions = versions;
        this.catalogue = catalogue;
        this.titlePage = titlePage;
    }

    /// Begins to read a catalogue.
    ///
    /// @throws RecipeFault if the recipe is not there or wrong
    public CatalogueReading open(String recipeName) {
        return open(recipes.read(recipeName));
    }

    /// Begins to read a catalogue as if it had never been read; notes nothing that a later reading would use.
    ///
    /// @throws RecipeFault if the recipe is not there or wrong
    public CatalogueReading openAnew(String recipeName) {
        return open(recipes.read(recipeName).withFingerprint("dry-run-" + Ids.next()));
    }

    private CatalogueReading open(Recipe recipe) {
        String userAgent = "Reelmill/0.1 (+" + recipe.contact() + ")";
        var client = new PatientClient(http, pace, properties, userAgent);
        var site = new SiteClient(recipe, client, versions);
        return new CatalogueReading(recipe, site, versions, titlePage, catalogue, properties.maxPage());
    }
}
