package org.reelmill.worker.fmp4;

/// Thrown where bytes are not the MP4 that they should be.
public final class BrokenMp4 extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenMp4(String what) {
        super(what);
    }
}
