package org.reelmill.pipeline.catalog;

import org.reelmill.http.OutboundHttp;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Titles;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires the reading of catalogues.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogProperties.class)
public class CatalogParts {

    @Bean
    LicenceList licenceList(CatalogProperties properties) {
        return new LicenceList(properties);
    }

    @Bean
    RecipeReader recipeReader(CatalogProperties properties, LicenceList licences) {
        return new RecipeReader(properties, licences);
    }

    @Bean
    TitleCatalogue titleCatalogue(
            Titles titles, Sources sources, SourceLinks links, ObjectStore store, CatalogProperties properties) {
        return new TitleCatalogue(titles, sources, links, new Posters(store, properties.maxPoster()));
    }

    @Bean
    Catalogues catalogues(
            RecipeReader recipes,
            CatalogProperties properties,
            OutboundHttp http,
            MongoOperations mongo,
            TitleCatalogue catalogue,
            LicenceList licences) {
        return new Catalogues(recipes, properties, http, new PageVersions(mongo), catalogue, new TitlePage(licences));
    }
}
