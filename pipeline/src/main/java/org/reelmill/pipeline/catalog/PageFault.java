package org.reelmill.pipeline.catalog;

/// A page cannot be used; it is skipped, counted and listed. The message is for operators and holds no link
/// of a source.
public final class PageFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PageFault(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
