package org.reelmill.worker.source;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.storage.FilmBucketProperties;
import org.reelmill.title.PlaceAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How sources are fetched.
///
/// @param cacheLimit space for parts in the worker's directory; the least recently used go first
/// @param maxSize largest film that is taken
/// @param partTime longest time that one part may take
/// @param tries how often a part is asked for before the source counts as unavailable
/// @param retryDelay wait before the next try, times the number of tries; what a server asks for wins, up to
///     half a minute
/// @param patience how long another worker's fetch of a part may stand still before this one takes it over
/// @param folders folders that films lie in, `folders.NAME: /path`, each mounted by every worker;
///     `drop://NAME/path/in/it` is the address of a film
/// @param quiet how long a file in one of the folders must not have changed before it is taken as whole
/// @param s3 buckets that films lie in, `s3.NAME.*` with `endpoint`, `region`, `bucket`, `prefix`,
///     `access-key`, `secret-key`; `s3://NAME/key` is the address of a film, the prefix left out
@Validated
@ConfigurationProperties("reelmill.worker.source")
public record SourceProperties(
        @NotNull @DefaultValue("2GB") DataSize cacheLimit,
        @NotNull @DefaultValue("200GB") DataSize maxSize,
        @NotNull @DefaultValue("10m") Duration partTime,
        @Positive @DefaultValue("4") int tries,
        @NotNull @DefaultValue("500ms") Duration retryDelay,
        @NotNull @DefaultValue("15s") Duration patience,
        @DefaultValue Map<String, Path> folders,
        @NotNull @DefaultValue("3s") Duration quiet,
        @DefaultValue Map<String, @Valid FilmBucketProperties> s3) {

    public SourceProperties {
        folders = Map.copyOf(folders);
        s3 = Map.copyOf(s3);
        Stream.concat(folders.keySet().stream(), s3.keySet().stream())
                .filter(name -> !PlaceAddress.NAME.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("\"" + name + "\" is no name for a place of films: it may have"
                            + " small letters and digits only, at most 40.");
                });
    }
}
