package org.reelmill.pipeline.operator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Ingests the films that somebody drops into a folder. A file that has not changed between two looks is
/// taken and moved into `taken/`, or into `refused/` where it cannot be.
final class DropFolder implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DropFolder.class);

    private final Path folder;
    private final String licence;
    private final Duration every;
    private final NewFilms films;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drop-folder").factory());
    private Map<Path, String> seen = new HashMap<>();
    private volatile boolean running;

    DropFolder(Path folder, String licence, Duration every, NewFilms films) {
        this.folder = folder;
        this.licence = licence;
        this.every = every;
        this.films = films;
    }

    @Override
    public void start() {
        running = true;
        thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void look() {
        try {
            Files.createDirectories(folder);
            var seenNow = new HashMap<Path, String>();
            for (Path file : files()) {
                String state = state(file);
                seenNow.put(file, state);
                if (state.equals(seen.get(file))) {
                    take(file);
                }
            }
            seen = seenNow;
        } catch (IOException | RuntimeException e) {
            log.warn("Could not look into the drop folder {}; trying again", folder, e);
        }
    }

    private void take(Path file) throws IOException {
        String name = file.getFileName().toString();
        try (InputStream film = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            films.fromBytes(film, name, new NewFilms.Facts(IngestsApi.nameIn(name), licence, null, null, null, null));
        } catch (RuntimeException refused) {
            log.warn("Refused {} from the drop folder: {}", name, refused.getMessage());
            move(file, "refused");
            return;
        }
        move(file, "taken");
        log.info("Took {} from the drop folder", name);
    }

    private void move(Path file, String to) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(to));
        Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String state(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.size() + " " + attributes.lastModifiedTime();
    }
}
