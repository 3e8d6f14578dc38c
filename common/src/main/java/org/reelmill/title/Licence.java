package org.reelmill.title;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The licence that a film is shown under.
///
/// @param id SPDX identifier where there is one (`CC-BY-3.0`, `CC0-1.0`), else a short name such as `PDM-1.0`
/// @param url the licence's text
/// @param attribution the line that the licence asks us to show
public record Licence(
        String id, @Nullable URI url, @Nullable String attribution) {

    public Licence {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A licence needs an id, such as CC-BY-3.0.");
        }
    }
}
