package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.Relay;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.IngestState;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// Parts that are slow, fail, are full or away for a while: the film ends READY and exact, nothing is encoded
/// twice, and the logs stay readable.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultDrillIT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final int MOST_TRACE_LINES = 60;
    private static final int MOST_WARNINGS = 80;
    private static final Pattern WARNING = Pattern.compile("(?m)^\\S+\\s+(WARN|ERROR)\\b|^\\S+ (WARN|ERROR) ");
    private static final Pattern TRACED = Pattern.compile("(?m)^(\\S.*)\n\\s+at \\S+\\(");
    private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at \\S+\\(");
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(18)).size(640, 360).keyframeEvery(50);

    private final MisbehavingServer origin = MisbehavingServer.start();
    private final Relay toOrigin = Relay.ofBytes(origin.port());
    private final Map<App, Integer> logged = new HashMap<>();
    private Path folder;
    private Mill mill;
    private Body film;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        mill = new Mill(folder, 2, Map.of("reelmill.outbound.allowed", "127.0.0.1:" + toOrigin.port()));
        film = Body.of(FILM.make(folder.resolve("film.mp4"), mill.tools()));
    }

    @AfterAll
    void stop() {
        mill.close();
        toOrigin.close();
        origin.close();
    }

    @BeforeEach
    void noteLogs() {
        origin.on("/film.mp4", Behaviour.good("video/mp4", film));
        mill.apps().forEach(app -> logged.put(app, app.log().length()));
    }

    @AfterEach
    void mend() {
        mill.workers().forEach(worker -> worker.store().unwatch());
        mill.toDocuments().mend();
        toOrigin.mend();
    }

    @Test
    void anObjectStoreThatTakesTwoSecondsForEachPut() {
        var slowed = new AtomicInteger();
        onPuts(path -> {
            slowed.incrementAndGet();
            pause(Duration.ofSeconds(2));
            return Optional.empty();
        });
        String ingest = ingest("Slow store");

        verdict("object store slow", ingest, Map.of(), () -> slowed + " puts took 2 s longer");
        assertThat(slowed).hasPositiveValue();
    }

    @Test
    void anObjectStoreThatFailsEveryThirdPut() {
        var puts = new AtomicInteger();
        onPuts(path -> puts.incrementAndGet() % 3 == 0 ? Optional.of(busy()) : Optional.empty());
        String ingest = ingest("Failing store");

        verdict("object store failing", ingest, Map.of(), () -> puts.get() / 3 + " of " + puts + " puts failed");
        assertThat(puts).hasValueGreaterThan(10);
    }

    @Test
    void anObjectStoreThatIsFull() {
        var refused = new AtomicInteger();
        String ingest = ingest("Full store");
        awaitWork(ingest);
        onPuts(path -> {
            refused.incrementAndGet();
            return Optional.of(full());
        });
        pause(OUTAGE);
        mill.workers().forEach(worker -> worker.store().unwatch());

        verdict("object store full for 20 s", ingest, Map.of(), () -> refused + " puts refused");
        assertThat(refused).hasPositiveValue();
    }

    @Test
    void aDocumentStoreThatIsGoneForAWhile() {
        String ingest = ingest("No documents");
        awaitWork(ingest);
        mill.toDocuments().cut();
        pause(OUTAGE);
        mill.apps()
                .forEach(app -> assertThat(app.health()).as("Health of %s", app).contains("does not answer"));
        mill.toDocuments().mend();

        verdict("document store gone for 20 s", ingest, Map.of(), () -> "no lease was lost");
    }

    @Test
    void aBrokerThatIsGoneForAWhile() {
        String ingest = ingest("No broker");
        awaitWork(ingest);
        mill.broker().kill();
        pause(OUTAGE);
        mill.workers().forEach(worker -> assertThat(worker.app().health()).contains("does not answer"));
        mill.broker().start();

        verdict("broker gone for 20 s", ingest, Map.of(), () -> "no ticket was missed");
    }

    @Test
    void aSourceThatIsCutOffAndBack() {
        origin.on("/film.mp4", Behaviour.limited("video/mp4", film, film.size() / 12));
        int before = origin.log("/film.mp4").size();
        String ingest = ingest("Cut off");
        awaitWork(ingest);
        toOrigin.cut();
        pause(OUTAGE);
        toOrigin.mend();

        // What reads the source when it is cut off begins again; it cannot be kept, since ffmpeg ends with
        // it.
        var held = new HashMap<String, Integer>();
        mill.encoder().encodes().forEach(start -> held.merge(start.task(), 1, Integer::sum));
        verdict(
                "source cut off for 20 s",
                ingest,
                held,
                () -> origin.log("/film.mp4").size() - before + " requests to the source");
    }

    private String ingest(String name) {
        return mill.counter().ingest(java.net.URI.create("http://127.0.0.1:" + toOrigin.port() + "/film.mp4"), name);
    }

    private void awaitWork(String ingest) {
        Awaitility.await("something is done of " + ingest)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> mill.ingests().find(ingest).orElseThrow().state() != IngestState.QUEUED
                        && mill.tasks().ofIngest(ingest).stream()
                                .anyMatch(task -> task.kind() == TaskKind.VIDEO && task.state() == TaskState.LEASED));
    }

    private void onPuts(java.util.function.Function<String, Optional<Relay.Answer>> reaction) {
        Predicate<Relay.Request> isPut = request -> request.method().equals("PUT");
        mill.workers()
                .forEach(worker -> worker.store().watch(new Relay.Watch() {
                    @Override
                    public Optional<Relay.Answer> asked(Relay.Request request) {
                        return isPut.test(request) ? reaction.apply(request.path()) : Optional.empty();
                    }
                }));
    }

    private void verdict(String fault, String ingest, Map<String, Integer> held, Supplier<String> counts) {
        int again = new Verdict(mill, folder.resolve("copies")).on(ingest, FILM, held);
        int warnings = count(WARNING);
        int traces = count(TRACE);
        System.out.println("Drill \"" + fault + "\": READY and exact; " + again + " pieces encoded again; "
                + counts.get() + "; " + warnings + " warnings, " + traces + " lines of stack traces in all logs");
        traced().forEach(line -> System.out.println("  with the stack trace of " + line));
        assertThat(traces)
                .as("Lines of stack traces in the logs, during %s", fault)
                .isLessThan(MOST_TRACE_LINES);
        assertThat(warnings).as("Warnings in the logs, during %s", fault).isLessThan(MOST_WARNINGS);
    }

    /// The last line before each stack trace.
    private List<String> traced() {
        return mill.apps().stream()
                .map(app -> app.log().substring(logged.getOrDefault(app, 0)))
                .flatMap(log -> TRACED.matcher(log).results())
                .map(found -> found.group(1))
                .toList();
    }

    private int count(Pattern pattern) {
        return mill.apps().stream()
                .mapToInt(app -> (int) pattern.matcher(app.log().substring(logged.getOrDefault(app, 0)))
                        .results()
                        .count())
                .sum();
    }

    private static Relay.Answer busy() {
        return error(503, "SlowDown", "Please reduce your request rate.");
    }

    private static Relay.Answer full() {
        return error(507, "XMinioStorageFull", "Storage backend has reached its minimum free drive threshold.");
    }

    private static Relay.Answer error(int status, String code, String message) {
        return new Relay.Answer(
                status,
                code,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>");
    }

    private static void pause(Duration time) {
        Awaitility.await().atMost(time.plusSeconds(5)).pollDelay(time).until(() -> true);
    }
}
