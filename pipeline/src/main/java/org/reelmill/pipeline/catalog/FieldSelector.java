package org.reelmill.pipeline.catalog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.QueryParser;
import org.jspecify.annotations.Nullable;

/// Finds one field on a page.
///
/// @param css selects elements
/// @param attribute to take; else the element's text
/// @param pattern whose first group, or whole match, is taken from that
record FieldSelector(
        String css, @Nullable String attribute, @Nullable Pattern pattern) {

    FieldSelector {
        checked(css);
    }

    /// @throws IllegalArgumentException if it is no CSS selector
    static String checked(String css) {
        try {
            QueryParser.parse(css);
            return css;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("\"" + css + "\" is not a CSS selector: " + e.getMessage(), e);
        }
    }

    List<String> find(Document page) {
        return page.select(css).stream()
                .map(this::value)
                .map(this::matched)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private String value(Element element) {
        return attribute == null ? element.text() : element.attr(attribute);
    }

    private String matched(String text) {
        if (pattern == null) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return "";
        }
        String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return found == null ? "" : found;
    }
}
