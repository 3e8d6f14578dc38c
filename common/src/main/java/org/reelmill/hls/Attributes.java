package org.reelmill.hls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The attribute list of a tag (RFC 8216 §4.2). Attributes that nobody asks for are ignored (§6.3.1).
final class Attributes {

    // A blank after a comma is not allowed, but common, and harms nobody.
    private static final Pattern ATTRIBUTE = Pattern.compile(" *([A-Z0-9-]+)=(\"[^\"]*\"|[^\",\\s]+)(,|$)");
    private static final Pattern RESOLUTION = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private final TagLine line;
    private final Map<String, String> values;

    private Attributes(TagLine line, Map<String, String> values) {
        this.line = line;
        this.values = values;
    }

    static Attributes parse(TagLine line) {
        var values = new LinkedHashMap<String, String>();
        var match = ATTRIBUTE.matcher(line.value());
        int at = 0;
        while (at < line.value().length()) {
            if (!match.find(at) || match.start() != at) {
                throw line.fault("has a broken attribute list at '" + excerpt(line.value(), at) + "'");
            }
            if (values.put(match.group(1), match.group(2)) != null) {
                throw line.fault("has " + match.group(1) + " twice");
            }
            at = match.end();
        }
        return new Attributes(line, values);
    }

    /// The value as written; null where the attribute is absent.
    @Nullable
    String plain(String name) {
        return values.get(name);
    }

    @Nullable
    String quoted(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!value.startsWith("\"")) {
            throw line.fault("needs " + name + " within quotes");
        }
        return value.substring(1, value.length() - 1);
    }

    String neededQuoted(String name) {
        return needed(name, quoted(name));
    }

    String neededPlain(String name) {
        return needed(name, plain(name));
    }

    long neededInteger(String name) {
        return line.integer(neededPlain(name));
    }

    @Nullable
    Long integer(String name) {
        String value = plain(name);
        return value == null ? null : line.integer(value);
    }

    /// Words with commas between them; none where the attribute is absent.
    List<String> list(String name) {
        String value = quoted(name);
        return value == null || value.isEmpty()
                ? List.of()
                : Pattern.compile("\\s*,\\s*").splitAsStream(value).toList();
    }

    @Nullable
    Resolution resolution() {
        String value = plain("RESOLUTION");
        if (value == null) {
            return null;
        }
        var match = RESOLUTION.matcher(value);
        if (!match.matches()) {
            throw line.fault("needs RESOLUTION as <width>x<height>, not '" + value + "'");
        }
        return new Resolution(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    }

    boolean isYes(String name) {
        String value = Optional.ofNullable(plain(name)).orElse("NO");
        return switch (value) {
            case "YES" -> true;
            case "NO" -> false;
            default -> throw line.fault("needs " + name + " as YES or NO, not '" + value + "'");
        };
    }

    private String needed(String name, @Nullable String value) {
        if (value == null) {
            throw line.fault("needs " + name);
        }
        return value;
    }

    private static String excerpt(String text, int at) {
        return text.substring(at, Math.min(text.length(), at + 20));
    }
}
