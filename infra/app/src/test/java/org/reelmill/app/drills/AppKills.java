package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.reelmill.testing.Body;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Title;

/// Kills of the pipeline in each of its jobs, and of serving while it grants.
final class AppKills {

    static final int FILMS = 4;
    static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(6)).size(640, 360).keyframeEvery(50);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int VIEWERS = 6;

    private final Mill mill;
    private final FilmSite site;
    private final Tally tally;
    private final Random random;

    AppKills(Mill mill, FilmSite site, Tally tally, Random random) {
        this.mill = mill;
        this.site = site;
        this.tally = tally;
        this.random = random;
    }

    /// A catalogue of new films is read and its films are ingested, while the pipeline is killed in
    /// *discover*, in *enqueue* and in *reconcile*.
    void pipeline(int round, Body film, Path copies) throws IOException {
        String recipe = site.round(round, film);
        tally.begun(FILMS);
        mill.counter().job("discover", Map.of("recipe", recipe));
        int pages = 1 + random.nextInt(FILMS - 1);
        kill("job discover", () -> site.asked(recipe) >= pages);
        await("all films are found", () -> titles(round).size() == FILMS);

        mill.counter().job("enqueue", Map.of("all", "true"));
        kill("job enqueue", () -> ingested(round) >= 1);
        await("all films are queued", () -> ingested(round) == FILMS);

        mill.counter().job("reconcile", Map.of());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(60)));
        kill("job reconcile", () -> true);

        for (Title title : titles(round)) {
            assertThat(mill.ingests().ofTitle(title.id()))
                    .as("Ingests of %s", title.name())
                    .hasSize(1);
            tally.passed(new Verdict(mill, copies).on(title.id() + "-1", FILM, Map.of()));
        }
        for (String job : List.of("discover", "enqueue", "reconcile")) {
            await("the accepted job " + job + " comes to its end", () -> isCompleted(job));
            tally.writes(1, isCompleted(job) ? 0 : 1);
        }
        System.out.println("Killed the pipeline in each job: " + FILMS + " films READY");
    }

    private void kill(String place, Callable<Boolean> moment) {
        Awaitility.await(place)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(moment);
        mill.pipeline().kill();
        tally.killed("pipeline", place);
        mill.pipeline().start();
    }

    private boolean isCompleted(String job) {
        return mill.counter()
                .executions(job)
                .path("items")
                .path(0)
                .path("status")
                .asString("")
                .equals("COMPLETED");
    }

    private List<Title> titles(int round) {
        return mill.titles().all().stream()
                .filter(title -> title.name().endsWith(" of round " + round))
                .toList();
    }

    private long ingested(int round) {
        return titles(round).stream()
                .filter(title -> !mill.ingests().ofTitle(title.id()).isEmpty())
                .count();
    }

    /// Viewers ask for grants without a pause while serving is killed; each grant that one of them got must
    /// be there afterwards.
    void serving(String title) {
        Queue<String> granted = new ConcurrentLinkedQueue<>();
        var viewers = IntStream.range(0, VIEWERS)
                .mapToObj(viewer -> Thread.ofVirtual().start(() -> watch(title, granted)))
                .toList();
        await("some grants", () -> granted.size() > 20);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        mill.serving().kill();
        tally.killed("serving", "grants");
        viewers.forEach(AppKills::join);
        mill.serving().start();
        long there = mill.mongo().count(query(where("_id").in(granted)), "playSessions");
        tally.writes(granted.size(), (int) (granted.size() - there));
        assertThat(there).as("Grants that were acknowledged").isEqualTo(granted.size());
        assertThat(mill.counter().grant(title).session()).isNotBlank();
        System.out.println("Killed serving during grants: " + granted.size() + " acknowledged, all are there");
    }

    private void watch(String title, Queue<String> granted) {
        while (true) {
            try {
                granted.add(mill.counter().grant(title).session());
            } catch (RuntimeException killed) {
                return;
            }
        }
    }

    /// Viewers ask for grants and fetch what they point at, while the edge is killed. Grants go on without
    /// it; what was granted plays when it is back, and what was denied is refused still.
    void edge(String title) {
        var counter = mill.counter();
        mill.edge().start();
        await("the edge has its keys", () -> Counter.status(counter.grant(title).playlist()) == 200);
        var denied = counter.grant(title);
        counter.end(denied.session());
        await("the edge refuses an ended session", () -> Counter.status(denied.playlist()) == 403);
        Queue<Counter.Grant> granted = new ConcurrentLinkedQueue<>();
        var viewers = IntStream.range(0, VIEWERS)
                .mapToObj(viewer -> Thread.ofVirtual().start(() -> watchUntilDark(title, granted)))
                .toList();
        await("some grants", () -> granted.size() > 20);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        mill.edge().kill();
        tally.killed("edge", "grants");
        viewers.forEach(AppKills::join);
        var inTheDark = counter.grant(title);
        granted.add(inTheDark);
        mill.edge().launch();
        await("the edge answers again", () -> {
            assertThat(Counter.status(denied.playlist()))
                    .as("What an edge that has just begun says to an ended session")
                    .isNotEqualTo(200);
            return Counter.status(inTheDark.playlist()) == 200;
        });
        int dark = (int) granted.stream()
                .filter(grant -> Counter.status(grant.playlist()) != 200)
                .count();
        tally.writes(granted.size(), dark);
        assertThat(dark).as("Grants that do not play").isZero();
        assertThat(Counter.status(denied.playlist())).isEqualTo(403);
        mill.edge().kill();
        System.out.println("Killed the edge during grants: " + granted.size() + " acknowledged, all play");
    }

    private void watchUntilDark(String title, Queue<Counter.Grant> granted) {
        int status = 200;
        while (status == 200) {
            var grant = mill.counter().grant(title);
            granted.add(grant);
            status = Counter.status(grant.playlist());
        }
    }

    private static void join(Thread viewer) {
        try {
            assertThat(viewer.join(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
