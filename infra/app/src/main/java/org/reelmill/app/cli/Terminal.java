package org.reelmill.app.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints to the operator's terminal. Nothing that came from outside reaches it as a control sequence: every
/// line goes through [#clean].
final class Terminal {

    private static final int BAR = 28;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final boolean live = System.console() != null && System.console().isTerminal();
    private boolean barIsOpen;

    /// Whether a person watches, so that a bar can be drawn over itself.
    boolean isLive() {
        return live;
    }

    void line(String text) {
        closeBar();
        out.println(clean(text));
    }

    /// Prints text of our own that may hold line breaks.
    void block(String text) {
        text.lines().forEach(this::line);
    }

    /// Draws a bar with the percentage, how fast it goes and the time that is left; a plain line where nobody
    /// watches.
    ///
    /// @param fraction 0 … 1
    void bar(String label, double fraction, Pace pace) {
        int filled = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
        String text = "%-10s %s%s %5.1f %%  %s"
                .formatted(clean(label), "█".repeat(filled), "░".repeat(BAR - filled), fraction * 100, pace);
        if (live) {
            out.print("\r\033[2K" + text);
            out.flush();
            barIsOpen = true;
        } else {
            out.println("%s %.1f %% %s".formatted(clean(label), fraction * 100, pace));
        }
    }

    void closeBar() {
        if (barIsOpen) {
            out.println();
            barIsOpen = false;
        }
    }

    /// The text without control characters, so that a film's title cannot move the cursor or recolour the
    /// screen; also without the characters that turn the direction of writing (Unicode TR 36 §2.10).
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = Character.isISOControl(c) && c != '\t';
            boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
            clean.appendCodePoint(control || turns ? '\uFFFD' : c);
        });
        return clean.toString();
    }

    /// How fast work goes.
    ///
    /// @param perMinute share of the whole in a minute
    /// @param left `null` where it cannot be told yet
    record Pace(double perMinute, @Nullable Duration left) {

        static final Pace UNKNOWN = new Pace(0, null);

        @Override
        public String toString() {
            return left == null
                    ? ""
                    : String.format(Locale.ROOT, "%.1f %%/min, %s left", perMinute * 100, inWords(left));
        }

        static String inWords(Duration left) {
            long seconds = left.toSeconds();
            return seconds < 60
                    ? seconds + " s"
                    : seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
    }
}
