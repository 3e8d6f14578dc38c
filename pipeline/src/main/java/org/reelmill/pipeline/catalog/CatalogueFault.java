package org.reelmill.pipeline.catalog;

/// A catalogue cannot be read on: its list pages are gone, forbidden, or lead in a circle. Ends the job; what
/// was read so far stays.
public final class CatalogueFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CatalogueFault(String reason) {
        super(reason);
    }
}
