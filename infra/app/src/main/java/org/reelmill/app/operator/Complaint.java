package org.reelmill.app.operator;

/// What the person at the terminal is told, as a sentence, when a command cannot do its work; the exit code
/// is 1.
public final class Complaint extends RuntimeException {

    public Complaint(String sentence) {
        super(sentence);
    }

    public Complaint(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
