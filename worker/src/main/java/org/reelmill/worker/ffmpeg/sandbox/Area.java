package org.reelmill.worker.ffmpeg.sandbox;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one run may use.
///
/// @param workingDirectory where it writes; null for a run that writes nothing
/// @param programs directories of what is executed and of its libraries
/// @param readable files that it reads
/// @param shared directories beside its own that it may use as its own
/// @param ports of the loopback address that it may connect to
record Area(
        @Nullable Path workingDirectory,
        List<Path> programs,
        List<Path> readable,
        List<Path> shared,
        List<Integer> ports) {

    Area {
        workingDirectory = workingDirectory == null ? null : workingDirectory.toAbsolutePath();
        programs = List.copyOf(programs);
        readable = List.copyOf(readable);
        shared = List.copyOf(shared);
        ports = List.copyOf(ports);
    }
}
