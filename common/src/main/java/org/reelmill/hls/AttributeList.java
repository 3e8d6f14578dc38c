package org.reelmill.hls;

import java.util.Collection;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// An attribute list that is being written; what is null or empty is left out.
final class AttributeList {

    private final StringJoiner text = new StringJoiner(",");

    AttributeList plain(String name, @Nullable Object value) {
        if (value != null) {
            text.add(name + "=" + value);
        }
        return this;
    }

    AttributeList quoted(String name, @Nullable Object value) {
        if (value != null) {
            // A quoted string cannot hold quotes or line ends, and there is no escape (RFC 8216 §4.2).
            text.add(name + "=\"" + value.toString().replaceAll("[\"\\p{Cntrl}]", "'") + "\"");
        }
        return this;
    }

    AttributeList list(String name, Collection<String> values) {
        return quoted(name, values.isEmpty() ? null : String.join(",", values));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
