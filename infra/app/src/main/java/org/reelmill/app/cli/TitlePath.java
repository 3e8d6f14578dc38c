package org.reelmill.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where the operator API has a title.
final class TitlePath {

    private TitlePath() {}

    /// @param id as somebody typed it
    static String of(String id) {
        return "/api/operator/titles/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
