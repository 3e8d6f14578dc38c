package org.reelmill.hls;

/// Text that is no playlist, with the line where that shows. What is missing shows at the last line.
public final class PlaylistFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int line;

    PlaylistFault(int line, String what) {
        super("Line " + line + ": " + what);
        this.line = line;
    }

    /// Counted from 1.
    public int line() {
        return line;
    }
}
