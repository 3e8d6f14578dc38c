package org.reelmill.hls;

/// The lines of a playlist that is being written.
final class Lines {

    private final StringBuilder text = new StringBuilder("#EXTM3U\n");

    void tag(Tag tag) {
        text.append('#').append(tag.label()).append('\n');
    }

    void tag(Tag tag, Object value) {
        text.append('#').append(tag.label()).append(':').append(value).append('\n');
    }

    void uri(String uri) {
        text.append(uri).append('\n');
    }

    String text() {
        return text.toString();
    }
}
