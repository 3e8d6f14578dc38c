package org.reelmill.app.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reelmill.app.doctor.RealPart;
import org.reelmill.app.doctor.RealParts;
import org.reelmill.app.operator.Complaint;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.health.PartWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// One app in a process of its own. Waits for the parts that the app cannot begin without, however long
/// that takes, and says in one sentence which it waits for; a wrong configuration ends it at once.
public final class AppProcess {

    private static final Logger log = LoggerFactory.getLogger(AppProcess.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

    private final App app;
    private final @Nullable Path config;

    /// @param config settings beside the environment's
    public AppProcess(App app, @Nullable Path config) {
        this.app = app;
        this.config = config;
    }

    /// Starts the app and returns when it runs; a signal stops it.
    ///
    /// @throws Complaint if the configuration does not permit to start
    public void start() {
        System.clearProperty("logback.configurationFile");
        System.setProperty("logging.config", "classpath:logback-run.xml");
        String[] arguments = config == null
                ? new String[] {}
                : new String[] {"--spring.config.additional-location=" + config.toUri()};
        while (!tried(arguments)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean tried(String[] arguments) {
        try {
            app.alone().initializers(this::prepare).run(arguments);
            // What the start leaves behind, half of the heap, would stay until the heap is full.
            System.gc();
            return true;
        } catch (Complaint complaint) {
            throw complaint;
        } catch (RuntimeException e) {
            if (!Unreachable.isCauseOf(e)) {
                log.debug("Could not start", e);
                throw new Complaint(StartFailure.sentence(e), e);
            }
            log.warn("A part went away during the start ({}); beginning again", PartWatch.reason(e));
            return false;
        }
    }

    private void prepare(ConfigurableApplicationContext context) {
        var parts = new RealParts(context.getEnvironment());
        for (RealPart part : app.needed()) {
            await(part, parts);
        }
        if (app == App.WORKER && !context.getEnvironment().containsProperty("reelmill.ffmpeg.path")) {
            context.getEnvironment().getPropertySources().addLast(bundledFfmpeg(context));
        }
    }

    private static void await(RealPart part, RealParts parts) {
        long said = 0;
        while (true) {
            try {
                parts.reach(part);
                if (said != 0) {
                    log.info("{} answers", part.title());
                }
                return;
            } catch (Exception e) {
                if (!Unreachable.isCauseOf(e)) {
                    throw new Complaint(part.title() + " cannot be used: " + StartFailure.sentence(e) + " Check "
                            + part.settings() + ".");
                }
                if (said == 0 || System.nanoTime() - said > SAY_AGAIN.toNanos()) {
                    log.warn(
                            "{} does not answer ({}). Waiting for it; check {} and that it runs.",
                            part.title(),
                            PartWatch.reason(e),
                            part.settings());
                    said = System.nanoTime();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /// The ffmpeg that comes with Reelmill: all workers have the same build then, so any can go on with what
    /// another began.
    private static MapPropertySource bundledFfmpeg(ConfigurableApplicationContext context) {
        Path directory = Path.of(context.getEnvironment().getProperty("reelmill.worker.directory", "worker"));
        var ffmpeg = FfmpegBinaries.extract(directory.toAbsolutePath().resolve("ffmpeg"));
        var properties = new HashMap<String, Object>(Map.of(
                "reelmill.ffmpeg.path", ffmpeg.ffmpeg().toString(),
                "reelmill.ffmpeg.probe-path", ffmpeg.ffprobe().toString()));
        ffmpeg.environment().forEach((name, value) -> properties.put("reelmill.ffmpeg.environment." + name, value));
        return new MapPropertySource("bundled ffmpeg", properties);
    }
}
