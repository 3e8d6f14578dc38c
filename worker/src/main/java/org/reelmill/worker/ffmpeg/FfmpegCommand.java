package org.reelmill.worker.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What follows `ffmpeg` on a command line. Output paths are relative to the working directory.
public record FfmpegCommand(List<String> arguments, Path workingDirectory) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");
    private static final Pattern LOOPBACK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/[^\\s'\"]*");

    public FfmpegCommand {
        arguments = List.copyOf(arguments);
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
