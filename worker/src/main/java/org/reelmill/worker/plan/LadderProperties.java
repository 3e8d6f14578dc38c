package org.reelmill.worker.plan;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which ladder films are encoded with.
///
/// @param name of the ladder: a file `NAME.yml` in the directory, or one that comes with Reelmill (`usual`,
///     `mobile`, `smooth`, `large`); ingests that are under way keep theirs
/// @param directory of ladders, each in a file `NAME.yml`; need not be there
@Validated
@ConfigurationProperties("reelmill.ladder")
public record LadderProperties(
        @NotNull @DefaultValue("usual") String name,
        @NotNull @DefaultValue("ladders") Path directory) {}
