package org.reelmill.worker.ffmpeg;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What ffmpeg may read, and how: one address and the demuxer that is forced on it. Only `http:` (the
/// loopback reader of this worker) and `file:` are taken, and ffmpeg may use that protocol alone.
public record MediaInput(URI uri, String demuxer) {

    private static final Set<String> SCHEMES = Set.of("http", "file");

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

    // The demuxers' own full names, all of which stand in the list that ffmpeg compares.
    private String whitelist() {
        return switch (demuxer) {
            case "mov" -> "mov,mp4,m4a,3gp,3g2,mj2";
            case "matroska" -> "matroska,webm";
            default -> demuxer;
        };
    }
}
