package org.reelmill.pipeline.catalog;

/// A film's page that was read and is to be stored.
public final class FoundPage {

    private final FoundTitle title;
    private final PageVersion version;

    FoundPage(FoundTitle title, PageVersion version) {
        this.title = title;
        this.version = version;
    }

    public FoundTitle title() {
        return title;
    }

    PageVersion version() {
        return version;
    }
}
