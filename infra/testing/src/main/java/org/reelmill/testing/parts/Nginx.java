package org.reelmill.testing.parts;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reelmill.testing.Needs;

/// nginx with a configuration of the caller's, which listens on 127.0.0.1 at the given port, says `daemon
/// off` and keeps its `pid`, caches and temporary files at paths relative to the directory. Needs Debian's
/// packages `nginx` and `libnginx-mod-http-js`.
public final class Nginx extends ServerProcess {

    /// Where `load_module` finds Debian's modules, e.g. `ngx_http_js_module.so`.
    public static final Path MODULES = Path.of("/usr/lib/nginx/modules");

    private final Path server;
    private final Path configuration;
    private final int port;

    private Nginx(Path directory, Path configuration, int port) {
        super("nginx", directory);
        this.server = Needs.program("NGINX", "nginx", Path.of("/usr/sbin"));
        this.configuration = configuration.toAbsolutePath();
        this.port = port;
    }

    /// @param configuration the whole `nginx.conf`
    /// @param port that it says to listen on, e.g. one of [FreePorts]
    public static Nginx start(Path directory, Path configuration, int port) {
        var started = new Nginx(directory, configuration, port);
        started.start();
        return started;
    }

    @Override
    public Location location() {
        return new Location(URI.create("http://127.0.0.1:" + port), "", "", Map.of());
    }

    /// Makes it read its configuration again, without losing a request.
    public void reload() {
        run(List.of("kill", "-HUP", Long.toString(pid())));
    }

    @Override
    List<String> command() {
        return List.of(
                server.toString(),
                "-p",
                directory().toString(),
                "-c",
                configuration.toString(),
                "-e",
                directory().resolve("error.log").toString());
    }

    @Override
    boolean answers() {
        return accepts(port);
    }
}
