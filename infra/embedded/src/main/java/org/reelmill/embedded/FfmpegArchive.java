package org.reelmill.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/// The jar of `org.bytedeco:ffmpeg` for this platform, read as class path resources, so that it may as well
/// lie inside another jar. JavaCPP's own loader is not used: it fails where X and sound libraries are not
/// installed.
///
/// @param version the jar's version, which names the directory
record FfmpegArchive(String version) {

    static final String USE_OWN = "install ffmpeg (with ffprobe) and set the property reelmill.ffmpeg.path to it.";

    private static final String PLATFORM = "linux-x86_64";
    private static final String FOLDER = "org/bytedeco/ffmpeg/" + PLATFORM + "-gpl/";
    private static final String STAMP = "META-INF/maven/org.bytedeco/ffmpeg/pom.properties";
    private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");
    private static final List<String> LIBRARIES = List.of(
            "libavcodec.so.62",
            "libavdevice.so.62",
            "libavfilter.so.11",
            "libavformat.so.62",
            "libavutil.so.60",
            "libswresample.so.6",
            "libswscale.so.9",
            "libdrm.so.2",
            "libva.so.2",
            "libva-drm.so.2");

    static FfmpegArchive onClassPath() throws IOException {
        requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        var properties = new Properties();
        try (var stamp = resource(STAMP)) {
            properties.load(stamp);
        }
        return new FfmpegArchive(properties.getProperty("version", "unknown"));
    }

    static void requirePlatform(String system, String architecture) {
        if (!system.equals("Linux") || !architecture.equals("amd64")) {
            throw new EmbeddedServiceException("Reelmill carries ffmpeg for " + PLATFORM + " only, and this machine is "
                    + system + " on " + architecture + ": " + USE_OWN);
        }
    }

    /// The directory with all files in it, which appears at once or not at all.
    Path unpackInto(Path directory) throws IOException {
        var unpacked = directory.resolve("ffmpeg-" + version + "-" + PLATFORM);
        if (isComplete(unpacked)) {
            return unpacked;
        }
        Files.createDirectories(directory);
        var aside = Files.createTempDirectory(directory, ".ffmpeg-");
        try {
            for (var name : PROGRAMS) {
                copy(name, aside);
                Files.setPosixFilePermissions(aside.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            for (var name : LIBRARIES) {
                copy(name, aside);
            }
            moveIntoPlace(aside, unpacked);
        } finally {
            deleteTree(aside);
        }
        return unpacked;
    }

    private void moveIntoPlace(Path aside, Path unpacked) throws IOException {
        try {
            Files.move(aside, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(unpacked)) {
                throw e;
            }
            if (isComplete(unpacked)) {
                return; // Another process was faster.
            }
            deleteTree(unpacked); // Somebody has removed files from it.
            Files.move(aside, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private boolean isComplete(Path unpacked) {
        return PROGRAMS.stream().map(unpacked::resolve).allMatch(Files::isExecutable)
                && LIBRARIES.stream().map(unpacked::resolve).allMatch(Files::isReadable);
    }

    private static void copy(String name, Path target) throws IOException {
        try (var in = resource(FOLDER + name)) {
            Files.copy(in, target.resolve(name));
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = FfmpegArchive.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
