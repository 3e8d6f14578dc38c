package org.reelmill.title;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// One place that a title's film can be had from. The link is sealed (see [SourceLinks]); it never stands in
/// clear in the store, in a log or in a message.
///
/// @param sealedLink address of the film, sealed; `null` where the film was uploaded and all its parts are in
///     object storage
/// @param container as the catalogue says, e.g. `mp4`
/// @param height of the picture in lines, as the catalogue says
/// @param size in bytes; as the catalogue says, or as counted at an upload
/// @param sha256 of the whole film in hex, as the catalogue says, or as computed at an upload
/// @param language BCP 47
/// @param dead when it was found to be gone
@Document("sources")
public record Source(
        @Id String id,
        String title,
        @Nullable String sealedLink,
        @Nullable String container,
        @Nullable Integer height,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable String language,
        @Nullable Instant dead) {}
