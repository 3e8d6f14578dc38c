package org.reelmill.worker.ffmpeg;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What ffmpeg may read, and how: one address and the demuxer that is forced on it. Only `http:` (the
/// loopback reader of this worker) and `file:` are taken, and ffmpeg may use that protocol alone.
public record MediaInput(URI uri, String demuxer) {

    private static final Set<String> SCHEMES = Set.of("http", "file");
    private static final Pattern READER = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    public MediaInput {
        if (!SCHEMES.contains(uri.getScheme())) {
            throw new IllegalArgumentException("ffmpeg reads from http: and file: only, not from " + uri.getScheme());
        }
    }

    /// The input options and the input itself, ready for a command line.
    ///
    /// @param before further input options, such as `-ss` with its value
    public List<String> arguments(String... before) {
        var protocols = uri.getScheme().equals("file") ? "file" : "http,tcp";
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-protocol_whitelist", protocols));
        // A playlist or script named .mp4 could name other files: only this demuxer may open it.
        arguments.addAll(List.of("-format_whitelist", whitelist()));
        arguments.addAll(List.of("-f", demuxer));
        arguments.addAll(List.of(before));
        arguments.addAll(List.of("-i", address()));
        return List.copyOf(arguments);
    }

    /// As ffmpeg takes it: a path for `file:`, the URL else.
    public String address() {
        return uri.getScheme().equals("file") ? "file:" + uri.getPath() : uri.toString();
    }

    /// What a command line names as input.
    ///
    /// @param files that it reads
    /// @param ports of the loopback address that it reads from
    record Named(List<Path> files, List<Integer> ports) {}

    /// The inputs that stand in a command line of ours.
    static Named namedIn(List<String> command) {
        var files = new ArrayList<Path>();
        var ports = new ArrayList<Integer>();
        for (int i = 1; i < command.size(); i++) {
            String argument = command.get(i);
            if (!command.get(i - 1).equals("-i")) {
                continue;
            }
            Matcher reader = READER.matcher(argument);
            if (reader.lookingAt()) {
                ports.add(Integer.parseInt(reader.group(1)));
            } else if (argument.startsWith("file:")) {
                files.add(Path.of(argument.substring("file:".length())));
            }
        }
        return new Named(List.copyOf(files), List.copyOf(ports));
    }

    // The demuxers' own full names, all of which stand in the list that ffmpeg compares.
    private String whitelist() {
        return switch (demuxer) {
            case "mov" -> "mov,mp4,m4a,3gp,3g2,mj2";
            case "matroska" -> "matroska,webm";
            default -> demuxer;
        };
    }
}
