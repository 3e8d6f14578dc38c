package org.reelmill.pipeline.operator;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How films come in that no catalogue lists.
///
/// @param maxUpload largest film that is taken
/// @param dropFolder directory whose files are ingested; none if not set
/// @param dropLicence licence of all films in the drop folder; required with it, since nobody else states it
/// @param dropEvery wait between two looks into it; a file is taken when it has not changed between two
@Validated
@ConfigurationProperties("reelmill.ingest")
public record IngestProperties(
        @NotNull @DefaultValue("200GB") DataSize maxUpload,
        @Nullable Path dropFolder,
        @Nullable String dropLicence,
        @NotNull @DefaultValue("5s") Duration dropEvery) {}
