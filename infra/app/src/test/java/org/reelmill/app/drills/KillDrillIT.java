package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.TitleState;

/// `kill -9` of everything at every stage, on real parts, in processes of their own. A dozen kills in the
/// ordinary run; with `-Dreelmill.drills=full` (`./reelmill test --drills`) more than sixty.
class KillDrillIT {

    private static final boolean FULL = "full".equals(System.getProperty("reelmill.drills"));
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(30)).size(640, 360).keyframeEvery(50);

    private final long seed = Long.getLong("reelmill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Tally tally = new Tally();
    private int films;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostWhateverIsKilled() throws IOException {
        System.out.println("KillDrillIT has the seed " + seed + " (-Dreelmill.seed)");
        long began = System.nanoTime();
        try (var origin = MisbehavingServer.start();
                var site = new FilmSite(folder, AppKills.FILMS);
                var mill = new Mill(folder, 2, settings(origin, site))) {
            origin.on(
                    "/film.mp4",
                    Behaviour.good("video/mp4", Body.of(FILM.make(folder.resolve("f.mp4"), mill.tools()))));
            var stages = List.of(Stage.values());
            for (int i = 0; i < (FULL ? 5 : 1); i++) {
                round(mill, origin, Victim.WORKER, stages);
            }
            upkeep(mill);
            round(mill, origin, Victim.TWO_WORKERS, some());
            for (var part : List.of(Victim.BROKER, Victim.OBJECTS, Victim.DOCUMENTS, Victim.ALL)) {
                // A film for each: until a part is up again, workers may have gone through all stages.
                some().forEach(stage -> round(mill, origin, part, List.of(stage)));
            }
            var apps = new AppKills(mill, site, tally, random);
            var small = Body.of(AppKills.FILM.make(folder.resolve("s.mp4"), mill.tools()));
            String title =
                    mill.titles().inState(TitleState.AVAILABLE).getFirst().id();
            for (int i = 1; i <= (FULL ? 3 : 1); i++) {
                apps.pipeline(i, small, folder.resolve("copies"));
                apps.serving(title);
                apps.edge(title);
            }
        } finally {
            System.out.println(tally.table());
            System.out.println(
                    "In " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s, seed " + seed);
        }
        assertThat(tally.kills()).isGreaterThanOrEqualTo(FULL ? 60 : 12);
        if (FULL) {
            for (var stage : Stage.values()) {
                assertThat(tally.killsAt(stage.name())).as("Kills at %s", stage).isGreaterThanOrEqualTo(5);
            }
        }
        assertThat(tally.lost()).isZero();
    }

    /// In the library as the first rounds left it.
    private void upkeep(Mill mill) {
        var kills = new UpkeepKills(mill, tally, random, folder.resolve("copies"));
        String title = mill.titles().inState(TitleState.AVAILABLE).getFirst().id();
        kills.repair(title, FILM, Victim.WORKER);
        if (FULL) {
            kills.repair(title, FILM, Victim.TWO_WORKERS);
            kills.repair(title, FILM, Victim.ALL);
            kills.repairWithoutTheFetcher(title, FILM);
        }
        for (int i = 0; i < (FULL ? 2 : 1); i++) {
            kills.retention(title, FILM);
        }
    }

    /// All stages, or any one of them.
    private List<Stage> some() {
        var stages = Stage.values();
        return FULL ? List.of(stages) : List.of(stages[random.nextInt(stages.length)]);
    }

    private static Map<String, String> settings(MisbehavingServer origin, FilmSite site) {
        var settings = new HashMap<>(site.settings());
        settings.merge("reelmill.outbound.allowed", "127.0.0.1:" + origin.port(), (one, other) -> one + "," + other);
        settings.put("reelmill.retention.budget", "1KB"); // Whatever there is, is put away when the job runs.
        settings.put("reelmill.retention.grace", "0s");
        settings.put("reelmill.retention.watching", "0s");
        return settings;
    }

    /// One film, and one kill at each of these stages of it.
    private void round(Mill mill, MisbehavingServer origin, Victim victim, List<Stage> stages) {
        var held = new HashMap<String, Integer>();
        var watch = new StageWatch(mill, random);
        String ingest = mill.counter().ingest(origin.address("/film.mp4"), "Drill " + ++films);
        tally.begun(1);
        for (var stage : stages) {
            watch.at(stage, ingest, worker -> {
                victim.kill(mill, worker);
                for (int i = 0; i < victim.processes(); i++) {
                    tally.killed(victim.toString(), stage.name());
                }
            });
            mill.documents().start();
            inHand(mill).forEach(task -> held.merge(task, 1, Integer::sum));
            mill.startAgain();
        }
        mill.awaitUp();
        int again = new Verdict(mill, folder.resolve("copies")).on(ingest, FILM, held);
        tally.writes(1, mill.ingests().find(ingest).isPresent() ? 0 : 1);
        tally.passed(again);
        Awaitility.await("no encoder outlives its work")
                .until(() -> mill.encodersLeft().isEmpty());
        System.out.println("Killed " + victim + " at " + stages + ": " + again + " encoded again");
    }

    private static Set<String> inHand(Mill mill) {
        return mill.tasks().inState(TaskState.LEASED).stream().map(Task::id).collect(Collectors.toSet());
    }
}
