package org.reelmill.pipeline.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/// What is known of a page since it was read last, so that it is read again only when it has changed.
///
/// @param address of the page
/// @param fingerprint of the recipe that it was read with; another recipe reads it anew
/// @param validators of the page and of what its script loaded
/// @param links to films, of a list page
/// @param next list page
/// @param fault why the page was skipped
/// @param text of a robots.txt
@Document("pages")
record PageVersion(
        @Id String address,
        String fingerprint,
        List<Validator> validators,
        List<String> links,
        @Nullable String next,
        @Nullable String fault,
        @Nullable String text,
        Instant readAt) {

    PageVersion {
        validators = List.copyOf(validators);
        links = List.copyOf(links);
    }

    static PageVersion ofTitle(String address, String fingerprint, List<Validator> validators) {
        return new PageVersion(address, fingerprint, validators, List.of(), null, null, null, Instant.now());
    }

    PageVersion withFault(String reason) {
        return new PageVersion(address, fingerprint, validators, links, next, reason, text, Instant.now());
    }
}
