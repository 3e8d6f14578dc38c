package org.reelmill.worker.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What follows `ffmpeg` on a command line. Output paths are relative to the working directory.
///
/// @param faults what becomes of the run where the input is damaged
public record FfmpegCommand(List<String> arguments, Path workingDirectory, Faults faults) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");
    private static final Pattern LOOPBACK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/[^\\s'\"]*");

    /// Whether a fault of the input ends the run or is passed over.
    public enum Faults {
        END_IT,
        ARE_PASSED
    }

    public FfmpegCommand {
        arguments = List.copyOf(arguments);
    }

    public FfmpegCommand(List<String> arguments, Path workingDirectory) {
        this(arguments, workingDirectory, Faults.END_IT);
    }

    /// The command as it can be pasted into a shell, but for the secret path of the loopback reader.
    public String inShell(Path executable) {
        String quoted = arguments.stream().map(FfmpegCommand::quoted).collect(Collectors.joining(" "));
        return redacted("+ " + executable + " " + quoted);
    }

    /// Text of ours or ffmpeg's without the secret path of the loopback reader.
    static String redacted(String text) {
        return LOOPBACK.matcher(text).replaceAll("$1/…");
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
