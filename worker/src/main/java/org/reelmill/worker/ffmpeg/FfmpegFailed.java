package org.reelmill.worker.ffmpeg;

import java.util.List;

/// ffmpeg or ffprobe ended with an error, or stood still and was killed.
public final class FfmpegFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> lastLines;

    /// @param what a sentence: which program, and how it ended
    /// @param lastLines of its stderr, without secrets
    FfmpegFailed(String what, List<String> lastLines) {
        super(lastLines.isEmpty() ? what : what + " Its last words: " + lastLines.getLast());
        this.lastLines = List.copyOf(lastLines);
    }

    /// Whether it said that this machine's disk was full.
    public boolean isDiskFull() {
        return lastLines.stream().anyMatch(line -> line.contains("No space left on device"));
    }

    /// Whether it wanted more memory than it may have.
    public boolean isOutOfMemory() {
        return lastLines.stream()
                .anyMatch(line -> line.contains("Cannot allocate memory") || line.contains("memory allocation failed"));
    }

    /// The last lines of stderr, at most 40, without secrets.
    public List<String> lastLines() {
        return lastLines;
    }
}
