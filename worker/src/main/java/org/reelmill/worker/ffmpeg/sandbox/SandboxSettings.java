package org.reelmill.worker.ffmpeg.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a sandbox is made of.
///
/// @param programs that are to run in it, by their paths or by names that the path of the environment leads
///     to
/// @param libraries where else they find what they need, as in `LD_LIBRARY_PATH`
/// @param shared directories that they use together with others
/// @param memory in bytes, of each process
/// @param uid whom they run as where we are root
public record SandboxSettings(
        SandboxMode mode, List<Path> programs, List<Path> libraries, List<Path> shared, long memory, int uid) {

    // Java's own helper that starts programs lies there.
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "lib");

    public SandboxSettings {
        programs = List.copyOf(programs);
        libraries = List.copyOf(libraries);
        shared = List.copyOf(shared);
    }

    /// Where the programs are; a name that is found nowhere is left out, and fails when it is started.
    List<Path> found() {
        return programs.stream().flatMap(SandboxSettings::found).toList();
    }

    /// The directories that programs and libraries are in.
    List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>(List.of(JAVA));
        for (Path program : found()) {
            add(folders, program);
            add(folders, real(program)); // Of a link, where it leads.
        }
        folders.addAll(libraries);
        return List.copyOf(folders);
    }

    private static void add(Set<Path> folders, Path program) {
        Path folder = program.getParent();
        if (folder == null || folder.getNameCount() == 0) {
            return;
        }
        folders.add(folder);
        if (folder.endsWith("bin") && folder.getNameCount() > 1) {
            folders.add(folder.resolveSibling("lib"));
        }
    }

    private static Stream<Path> found(Path program) {
        if (program.getNameCount() > 1) {
            return Stream.of(program.toAbsolutePath());
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
                .map(folder -> Path.of(folder).resolve(program).toAbsolutePath())
                .filter(Files::isExecutable)
                .limit(1);
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException missing) {
            return program;
        }
    }
}
