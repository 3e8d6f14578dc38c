package org.reelmill.testing.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.testing.Needs;

/// PostgreSQL with one user and the database `postgres`. Needs Debian's package `postgresql`. It refuses to
/// run as root; there it runs as the package's user `postgres`.
public final class Postgres extends ServerProcess {

    private static final String USER = "reelmill";
    private static final String PASSWORD = "postgres-secret";
    private static final String SYSTEM_USER = "postgres";

    private final Path programs;
    private final int port = FreePorts.next();
    private final boolean root = "root".equals(System.getProperty("user.name"));

    private Postgres(Path directory) {
        super("postgres", directory);
        programs = folderOf(Needs.program("POSTGRES", "postgres", installed()));
        if (root) {
            giveToSystemUser();
        }
    }

    public static Postgres start(Path directory) {
        var started = new Postgres(directory);
        if (!Files.exists(started.data())) {
            started.initialize();
        }
        started.start();
        return started;
    }

    @Override
    public Location location() {
        String jdbc = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        return new Location(
                URI.create("postgresql://127.0.0.1:" + port + "/postgres"),
                USER,
                PASSWORD,
                Map.of(
                        "reelmill.jobs.url", jdbc,
                        "reelmill.jobs.username", USER,
                        "reelmill.jobs.password", PASSWORD));
    }

    @Override
    List<String> command() {
        return asSystemUser(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data().toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-k",
                directory().toString()));
    }

    @Override
    boolean answers() {
        var asked = launch(List.of(
                programs.resolve("pg_isready").toString(), "-q", "-h", "127.0.0.1", "-p", Integer.toString(port)));
        return asked.onExit().join().exitValue() == 0;
    }

    @Override
    void askToStop(Process running) {
        // SIGTERM would wait until the last client has gone.
        launch(List.of("kill", "-INT", Long.toString(running.pid()))).onExit().join();
    }

    private void initialize() {
        Path password = directory().resolve("password");
        try {
            Files.writeString(password, PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(asSystemUser(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + data(),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")));
    }

    private Path data() {
        return directory().resolve("data");
    }

    private List<String> asSystemUser(List<String> command) {
        if (!root) {
            return command;
        }
        var whole = new ArrayList<>(
                List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--clear-groups"));
        whole.addAll(command);
        return whole;
    }

    /// Its directory becomes the system user's, and the folders above it, which a test may have made for its
    /// own user only, let others through.
    private void giveToSystemUser() {
        try {
            var users = FileSystems.getDefault().getUserPrincipalLookupService();
            Files.setOwner(directory(), users.lookupPrincipalByName(SYSTEM_USER));
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            for (Path folder = directory().getParent();
                    folder != null && folder.startsWith(temporary) && !folder.equals(temporary);
                    folder = folder.getParent()) {
                var permissions = Files.getPosixFilePermissions(folder);
                if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                    Files.setPosixFilePermissions(folder, permissions);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's directory cannot be given to the user " + SYSTEM_USER, e);
        }
    }

    /// The newest version comes first.
    private static Path[] installed() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return new Path[0];
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.sorted(Comparator.comparing(Path::toString).reversed())
                    .map(version -> version.resolve("bin"))
                    .toArray(Path[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folderOf(Path program) {
        Path folder = program.getParent();
        return folder == null ? Path.of(".") : folder;
    }
}
