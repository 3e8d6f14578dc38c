package org.reelmill.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine. Where it is missing the test is skipped, with a sentence that
/// says what to do; in CI (`CI=true`), where nothing may be skipped, it fails.
public final class Needs {

    private Needs() {}

    /// The Chromium that `CHROMIUM` names, or that is installed.
    public static Path chromium() {
        return program("CHROMIUM", List.of("chromium", "chromium-browser", "google-chrome"), List.of());
    }

    /// The Node.js that `NODE` names, or that is installed.
    public static Path node() {
        return program("NODE", "node");
    }

    /// The nginx that `NGINX` names, or that is installed, with its module for JavaScript.
    public static Path nginx() {
        if (!Files.exists(Path.of("/usr/lib/nginx/modules/ngx_http_js_module.so"))) {
            return missing("nginx has no JavaScript: install nginx and libnginx-mod-http-js.");
        }
        return program("NGINX", "nginx");
    }

    /// GStreamer's `gst-launch-1.0` with what plays HLS: `hlsdemux2` and a decoder of H.264.
    public static Path gstreamer() {
        String machine = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
        Path plugins = Path.of("/usr/lib", machine + "-linux-gnu", "gstreamer-1.0");
        for (String plugin : List.of("libgstadaptivedemux2.so", "libgstlibav.so")) {
            if (!Files.exists(plugins.resolve(plugin))) {
                return missing("GStreamer has no " + plugin
                        + ": install gstreamer1.0-tools, -plugins-base, -plugins-good, -plugins-bad and -libav.");
            }
        }
        return program("GST_LAUNCH", "gst-launch-1.0");
    }

    /// The checkout's root.
    public static Path root() {
        return Path.of(System.getProperty("reelmill.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    /// The folder `../shared/media`, beside the checkout or, in a work tree, beside the checkout's
    /// folder.
    public static Path sharedMedia() {
        return Stream.of(root().resolve("../shared/media"), root().resolve("../../shared/media"))
                .map(Path::normalize)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseGet(() -> missing("The test media are not there: put them into ../shared/media."));
    }

    /// Whatever else it is that the machine must have.
    ///
    /// @param sentence what is missing
    public static void that(boolean there, String sentence) {
        if (!there) {
            missing(sentence);
        }
    }

    /// A program that an environment variable names, or that is in the folders or on the path.
    ///
    /// @param folders where it may be beside the path; these are looked into first
    public static Path program(String variable, String name, Path... folders) {
        return program(variable, List.of(name), List.of(folders));
    }

    private static Path program(String variable, List<String> names, List<Path> folders) {
        var named = System.getenv(variable);
        if (named != null) {
            return Path.of(named);
        }
        var path = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
                .map(Path::of);
        var all = Stream.concat(folders.stream(), path).toList();
        return names.stream()
                .flatMap(name -> all.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(
                        "There is no " + names.getFirst() + ": install it, or say where it is with " + variable + "."));
    }

    private static Path missing(String sentence) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(sentence);
        }
        Assumptions.abort(sentence);
        throw new IllegalStateException("abort returned");
    }
}
