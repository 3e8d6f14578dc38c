package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;

/// One of two workers has a wrong clock: ahead of the others, behind them, jumping. Films become READY and
/// exact, no lease is taken from anybody, nothing is done twice. Whether leases read a clock at all is held
/// by a rule over the code beside this.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockDrillIT {

    private static final Duration WRONG = Duration.ofSeconds(30);
    private static final int FARTHEST_JUMP = 120;
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Pattern TIME = Pattern.compile("(?m)^(\\d{4}-\\d\\d-\\d\\dT\\S+) (?:INFO|WARN|ERROR) ");
    private static final Pattern WORK = Pattern.compile("Encoded (?:chunk|sound)");
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(24)).size(640, 360).keyframeEvery(50);

    private final long seed = Long.getLong("reelmill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MisbehavingServer origin = MisbehavingServer.start();
    private Path folder;
    private WrongClock clock;
    private Mill mill;
    private App wrong;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        System.out.println("ClockDrillIT has the seed " + seed + " (-Dreelmill.seed)");
        folder = temporary;
        clock = WrongClock.make(folder);
        var settings = Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port(), "reelmill.worker.slots", "1");
        mill = new Mill(folder, 2, settings);
        origin.on("/film.mp4", Behaviour.good("video/mp4", Body.of(FILM.make(folder.resolve("f.mp4"), mill.tools()))));
        wrong = mill.workers().getLast().app();
        wrong.stop();
        clock.giveTo(wrong);
        wrong.start();
    }

    @AfterAll
    void stop() {
        if (mill != null) {
            mill.close();
        }
        origin.close();
    }

    @Test
    void aWorkerWhoseClockIsAhead() {
        wrongBy(WRONG);
    }

    @Test
    void aWorkerWhoseClockIsBehind() {
        wrongBy(WRONG.negated());
    }

    @Test
    void aWorkerWhoseClockJumpsEverySecond() {
        var ahead = new AtomicBoolean();
        try (var jumps = Executors.newSingleThreadScheduledExecutor()) {
            jumps.scheduleAtFixedRate(() -> clock.set(jump(ahead.getAndSet(!ahead.get()))), 0, 1, TimeUnit.SECONDS);
            Instant before = Instant.now();
            var told = ingest("jumping", "Jumping");
            Instant after = Instant.now();
            jumps.shutdownNow();
            assertThat(told)
                    .as("What the worker took for the time between %s and %s", before, after)
                    .anyMatch(time -> time.isBefore(before.minus(SLACK)) || time.isAfter(after.plus(SLACK)));
        }
    }

    /// Every other jump goes back over the true time, so that no order of the worker's notes can hide it.
    private Duration jump(boolean ahead) {
        int far = random.nextInt(FARTHEST_JUMP / 2, FARTHEST_JUMP + 1);
        return Duration.ofSeconds(ahead ? far : -far);
    }

    private void wrongBy(Duration ahead) {
        clock.set(ahead);
        Instant before = Instant.now();
        var told = ingest("wrong by " + ahead.toSeconds() + " s", "Wrong by " + ahead.toSeconds());
        Instant after = Instant.now();
        assertThat(told)
                .as("What the worker took for the time between %s and %s", before, after)
                .isNotEmpty()
                .allMatch(time -> time.minus(ahead).isAfter(before.minus(SLACK)))
                .allMatch(time -> time.minus(ahead).isBefore(after.plus(SLACK)));
    }

    /// Has a film ingested, and judges.
    ///
    /// @return the times that the worker with the wrong clock noted meanwhile
    private List<Instant> ingest(String drill, String name) {
        int logged = wrong.log().length();
        double expired = mill.pipeline().metric("reelmill_leases_expired_total");
        var attempts = new HashMap<String, Integer>();
        String ingest = mill.counter().ingest(origin.address("/film.mp4"), name);
        Awaitility.await("the end of " + ingest)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    mill.tasks().ofIngest(ingest).forEach(task -> attempts.merge(task.id(), task.attempt(), Math::max));
                    return !mill.ingests().find(ingest).orElseThrow().state().isActive();
                });
        int again = new Verdict(mill, folder.resolve("copies")).on(ingest, FILM, Map.of());
        String log = wrong.log().substring(logged);
        long own = WORK.matcher(log).results().count();
        System.out.println("Clock of one of two workers " + drill + ": READY and exact; " + attempts.size() + " tasks, "
                + own + " pieces of them encoded by it; " + again + " pieces encoded again");
        assertThat(own).as("What the worker with the wrong clock encoded").isPositive();
        assertThat(attempts.values())
                .as("How often each was claimed: %s", attempts)
                .allMatch(often -> often <= 1);
        assertThat(again).as("Encoded again").isZero();
        assertThat(mill.pipeline().metric("reelmill_leases_expired_total"))
                .as("Leases that were taken from somebody")
                .isEqualTo(expired);
        return TIME.matcher(log)
                .results()
                .map(line -> OffsetDateTime.parse(line.group(1)).toInstant())
                .toList();
    }
}
