package org.reelmill.pipeline.operator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reelmill.pipeline.catalog.PlainText;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Ingests the films that somebody drops into a folder. A file that has not changed between two looks is
/// ingested and moved into `taken/`, or into `refused/` where it is no film that may be shown; neither is
/// ever deleted or overwritten. A film's title is the name of its file.
final class DropFolder implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DropFolder.class);

    private final Path folder;
    private final String licence;
    private final Duration every;
    private final NewFilms films;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drop-folder").factory());
    private Map<Path, String> seen = new HashMap<>();
    /// Ingested, but not yet moved away.
    private final Map<Path, String> done = new HashMap<>();
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
                    take(file, state);
                }
            }
            seen = seenNow;
            done.keySet().retainAll(seenNow.keySet());
        } catch (IOException | RuntimeException e) {
            log.warn("Could not look into the drop folder {}; trying again", folder, e);
        }
    }

    /// A fault of ours or of the world leaves the file where it is, for the next look; the others go on.
    private void take(Path file, String state) {
        String name = PlainText.of(file.getFileName().toString(), 300);
        try {
            if (!state.equals(done.get(file))) {
                ingest(file, name);
                done.put(file, state);
                log.info("Took {} from the drop folder", name);
            }
            move(file, "taken");
        } catch (Problem refused) {
            log.warn("Refused {} from the drop folder: {}", name, refused.getMessage());
            refuse(file, name);
        } catch (IOException | RuntimeException e) {
            log.warn("Could not take {} from the drop folder; trying again", name, e);
        }
    }

    private void ingest(Path file, String name) throws IOException {
        try (InputStream film = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            films.fromBytes(film, name, new NewFilms.Facts(IngestsApi.nameIn(name), licence, null, null, null, null));
        }
    }

    private void refuse(Path file, String name) {
        try {
            move(file, "refused");
        } catch (IOException e) {
            log.warn("Could not move {} out of the drop folder", name, e);
        }
    }

    /// Never over another file: a second `film.mp4` becomes `film.mp4.2`.
    private void move(Path file, String to) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(to));
        Path target = directory.resolve(file.getFileName());
        for (int copy = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); copy++) {
            target = directory.resolve(file.getFileName() + "." + copy);
        }
        Files.move(file, target);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    // An empty one is a copy that has not begun.
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    private static String state(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.size() + " " + attributes.lastModifiedTime();
    }
}
