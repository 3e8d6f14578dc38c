package org.reelmill.pipeline.catalog;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How catalogues are read.
///
/// @param recipes directory of recipes, each in a file `NAME.yml`
/// @param variables what placeholders such as `${site}` in recipes stand for
/// @param licences under which films may be shown, by SPDX id; a `*` at the end stands for a version
/// @param maxPage largest page, after decompression
/// @param maxPoster largest poster
/// @param pageTimeout longest time for one page, all in all
/// @param attempts how often a page is asked for before it is skipped
/// @param backOff wait before the second attempt; doubles for each further one, and some chance is added
/// @param maxWait longest wait that a server may ask for by `Retry-After` before the page is skipped instead
/// @param pagesPerCommit after how many pages a job notes how far it is
@Validated
@ConfigurationProperties("reelmill.catalog")
public record CatalogProperties(
        @NotNull @DefaultValue("recipes") Path recipes,
        @DefaultValue Map<String, String> variables,

        @NotEmpty @DefaultValue({"CC0-1.0", "CC-BY-*", "CC-BY-SA-*", "PDM-1.0"})
        List<String> licences,

        @NotNull @DefaultValue("5MB") DataSize maxPage,
        @NotNull @DefaultValue("8MB") DataSize maxPoster,
        @NotNull @DefaultValue("60s") Duration pageTimeout,
        @Min(1) @DefaultValue("4") int attempts,
        @NotNull @DefaultValue("1s") Duration backOff,
        @NotNull @DefaultValue("2m") Duration maxWait,
        @Min(1) @DefaultValue("5") int pagesPerCommit) {

    public CatalogProperties {
        variables = Map.copyOf(variables);
        licences = List.copyOf(licences);
    }
}
