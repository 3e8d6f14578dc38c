package org.reelmill.worker.ffmpeg.sandbox;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is in force on this machine.
///
/// @param missing what is not held, each with the reason
public record SandboxState(Map<Part, String> missing) {

    /// What a sandbox holds.
    public enum Part {
        FILES("files other than its own"),
        NETWORK("the network"),
        USER("the worker's rights"),
        MEMORY("the machine's memory");

        private final String kept;

        Part(String kept) {
            this.kept = kept;
        }
    }

    public SandboxState {
        missing = Map.copyOf(missing);
    }

    /// Whether ffmpeg is kept from this.
    public boolean holds(Part part) {
        return !missing.containsKey(part);
    }

    /// Whether ffmpeg is kept from everything.
    public boolean isWhole() {
        return missing.isEmpty();
    }

    SandboxState without(Part part, @Nullable String reason) {
        var more = new TreeMap<>(missing);
        more.put(part, Objects.requireNonNullElse(reason, "unknown"));
        return new SandboxState(more);
    }

    /// In a line, for people.
    @Override
    public String toString() {
        String held = java.util.stream.Stream.of(Part.values())
                .filter(this::holds)
                .map(part -> part.kept)
                .collect(Collectors.joining(", "));
        String open = new TreeMap<>(missing)
                .entrySet().stream()
                        .map(part -> part.getKey().kept + " (" + part.getValue() + ")")
                        .collect(Collectors.joining(", "));
        return (held.isEmpty() ? "ffmpeg is kept from nothing" : "ffmpeg is kept from " + held)
                + (open.isEmpty() ? "" : "; not from " + open);
    }
}
