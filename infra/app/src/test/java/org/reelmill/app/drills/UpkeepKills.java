package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.reelmill.app.CountedFfmpeg;
import org.reelmill.storage.ContentType;
import org.reelmill.testing.Relay;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Publication;
import org.reelmill.title.PublicationManifest;
import org.reelmill.title.PublicationManifest.Entry;
import org.reelmill.title.Publications;
import org.reelmill.title.Repair;
import org.reelmill.title.Repairs;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.TitleState;

/// Kills while the library is looked after: the pipeline in the jobs *verify* and *retention*, and others
/// while a film is repaired.
final class UpkeepKills {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Mill mill;
    private final Tally tally;
    private final Random random;
    private final Path copies;
    private final StageWatch watch;

    UpkeepKills(Mill mill, Tally tally, Random random, Path copies) {
        this.mill = mill;
        this.tally = tally;
        this.random = random;
        this.copies = copies;
        this.watch = new StageWatch(mill, random);
    }

    /// Damages a film, kills the pipeline while the job *verify* reads it, and the victim while it is
    /// repaired. Afterwards every byte is back.
    void repair(String title, TestFilm film, Victim victim) {
        var manifest = manifest(title);
        int before = repairs(title).size();
        var spared = damage(manifest);
        int damaged = manifest.objects().size() - spared.size();
        String read = spared.get(random.nextInt(spared.size())).key();
        mill.counter().job("verify", Map.of());
        watch.atPipeline("job verify", isGet(read), () -> mill.pipeline().kill());
        tally.killed("pipeline", "job verify");
        mill.pipeline().launch();

        var held = new HashMap<String, Integer>();
        int starts = mill.encoder().encodes().size();
        watch.atRepair(manifest.id(), worker -> {
            victim.kill(mill, worker);
            for (int i = 0; i < victim.processes(); i++) {
                tally.killed(victim.toString(), "REPAIR");
            }
        });
        mill.documents().start();
        mill.tasks().inState(TaskState.LEASED).stream()
                .map(Task::id)
                .forEach(task -> held.merge(task, 1, Integer::sum));
        mill.startAgain();
        mill.awaitUp();

        awaitJob("verify");
        int again = repaired(manifest, film, new Damage(before, damaged, starts, held));
        System.out.println("Killed the pipeline in the job verify, and " + victim + " at REPAIR: " + damaged
                + " objects repaired, " + again + " encoders started again");
    }

    /// Damages a film, and kills the worker that repairs it while it fetches the source. It stays dead until
    /// another one, which has to wait for that fetch to count as dead, has repaired the film.
    void repairWithoutTheFetcher(String title, TestFilm film) {
        var manifest = manifest(title);
        int before = repairs(title).size();
        int damaged = manifest.objects().size() - damage(manifest).size();
        int starts = mill.encoder().encodes().size();
        var held = new HashMap<String, Integer>();
        mill.counter().job("verify", Map.of());
        watch.atFetch(worker -> {
            worker.app().kill();
            tally.killed("a worker", "REPAIR");
        });
        mill.tasks().inState(TaskState.LEASED).stream()
                .map(Task::id)
                .forEach(task -> held.merge(task, 1, Integer::sum));
        awaitJob("verify");
        int again = repaired(manifest, film, new Damage(before, damaged, starts, held));
        mill.startAgain();
        mill.awaitUp();
        System.out.println("Killed a worker while it fetched for a repair: another one repaired " + damaged
                + " objects, " + again + " encoders started again");
    }

    /// What was done to a film, and what there was before.
    ///
    /// @param held how often each task was in hand at a kill
    private record Damage(int repairsBefore, int objects, int startsBefore, Map<String, Integer> held) {}

    /// @return how many encoders were started again
    private int repaired(PublicationManifest manifest, TestFilm film, Damage damage) {
        String title = manifest.title();
        Awaitility.await("all repairs of " + title)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                repairs(title).subList(0, repairs(title).size() - damage.repairsBefore))
                        .hasSize(damage.objects)
                        .allMatch(repair -> repair.state() == Repair.State.REPAIRED));
        new Verdict(mill, copies).whole(manifest.id(), film);
        int again = startedAgain(damage.startsBefore, damage.held);
        tally.repaired(damage.objects, again);
        return again;
    }

    /// Kills the pipeline while the job *retention* deletes the objects of a film, which then is asked for.
    void retention(String title, TestFilm film) {
        var manifest = manifest(title);
        mill.counter().job("retention", Map.of());
        watch.atPipeline("job retention", isDeletion(), () -> mill.pipeline().kill());
        tally.killed("pipeline", "job retention");
        mill.pipeline().start();
        awaitJob("retention");
        assertThat(mill.titles().find(title).orElseThrow().state()).isEqualTo(TitleState.EVICTED);
        assertThat(mill.store().list("titles/" + title + "/"))
                .as("Objects of a film that was put away")
                .isEmpty();
        assertThat(new Publications(mill.mongo()).find(manifest.id())).isEmpty();

        tally.begun(1);
        mill.counter().request(title);
        String ingest =
                Objects.requireNonNull(mill.titles().find(title).orElseThrow().ingest());
        assertThat(ingest).isNotEqualTo(manifest.id());
        tally.passed(new Verdict(mill, copies).on(ingest, film, Map.of()));
        System.out.println("Killed the pipeline in the job retention: the film went as a whole, and came back");
    }

    /// Deletes every fourth segment of the picture and the multivariant playlist, and flips a byte of another
    /// segment.
    ///
    /// @return what is whole
    private List<Entry> damage(PublicationManifest manifest) {
        var segments = manifest.objects().stream()
                .filter(entry -> entry.key().matches(".*/v360/s.*\\.m4s"))
                .toList();
        assertThat(segments).hasSizeGreaterThan(4);
        var gone = new ArrayList<Entry>();
        for (int i = 0; i < segments.size(); i += 4) {
            gone.add(segments.get(i));
        }
        manifest.objects().stream()
                .filter(entry ->
                        entry.key().endsWith("/master.m3u8") && !entry.key().contains("/now/"))
                .forEach(gone::add);
        mill.store().delete(gone.stream().map(Entry::key).toList());
        var flipped = segments.get(1);
        byte[] bytes = mill.store().get(flipped.key()).orElseThrow().bytes();
        bytes[bytes.length / 2] ^= 1;
        mill.store().put(flipped.key(), bytes, ContentType.SEGMENT);
        return manifest.objects().stream()
                .filter(entry -> !gone.contains(entry) && !entry.equals(flipped))
                .toList();
    }

    /// A repair has one encoder for each piece; a piece is encoded again only by an attempt after a kill.
    private int startedAgain(int before, Map<String, Integer> held) {
        var starts = new HashMap<CountedFfmpeg.Start, Integer>();
        mill.encoder().encodes().stream()
                .skip(before)
                .map(start -> new CountedFfmpeg.Start(0, start.work(), start.task()))
                .forEach(start -> starts.merge(start, 1, Integer::sum));
        assertThat(starts).isNotEmpty();
        int again = 0;
        for (var piece : starts.entrySet()) {
            assertThat(piece.getValue())
                    .as(() -> "Encoder starts of %s with the kills %s%n%s"
                            .formatted(piece.getKey(), held, mill.situation()))
                    .isLessThanOrEqualTo(1 + held.getOrDefault(piece.getKey().task(), 0));
            again += piece.getValue() - 1;
        }
        return again;
    }

    private PublicationManifest manifest(String title) {
        Publication publication =
                Objects.requireNonNull(mill.titles().find(title).orElseThrow().publication());
        return new Publications(mill.mongo()).find(publication.id()).orElseThrow();
    }

    /// Newest first.
    private List<Repair> repairs(String title) {
        return new Repairs(mill.mongo()).ofTitle(title, 1000);
    }

    private void awaitJob(String name) {
        Callable<Boolean> completed = () -> mill.counter()
                .executions(name)
                .path("items")
                .path(0)
                .path("status")
                .asString("")
                .equals("COMPLETED");
        Awaitility.await("the accepted job " + name + " comes to its end")
                .atMost(PATIENCE)
                .until(completed);
        tally.writes(1, 0);
    }

    private static Predicate<Relay.Request> isGet(String key) {
        return request -> request.method().equals("GET")
                && request.path().split("\\?", 2)[0].endsWith(key);
    }

    private static Predicate<Relay.Request> isDeletion() {
        return request -> request.method().equals("POST") && request.path().contains("?delete");
    }
}
