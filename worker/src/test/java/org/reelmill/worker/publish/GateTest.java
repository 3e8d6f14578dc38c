package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.storage.ContentType;
import org.reelmill.title.Ingest;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.fmp4.SegmentFile;

/// One real film, and one thing wrong with it at a time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {

    private Stores stores;
    private EncodedFilm film;
    private Gate gate;
    private Ingest ingest;
    private List<Task> tasks;

    @BeforeAll
    void encode(@TempDir Path directory) {
        stores = new Stores(directory);
        film = new EncodedFilm(directory);
        gate = new Gate(stores.objects, new Sources(stores.mongo));
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @BeforeEach
    void upload() {
        ingest = stores.ingest("batch");
        source(EncodedFilm.SOURCE_SHA256);
        tasks = film.upload(ingest, new Uploads(stores.objects));
    }

    @Test
    void passesAGoodFilm() {
        var steps = new AtomicInteger();

        gate.check(ingest, new Gate.Film(film.plan, tasks, parts()), playlists(), steps::incrementAndGet);

        assertThat(steps).hasValue(parts().objects().size());
    }

    @Test
    void catchesAMissingObject() {
        stores.objects.delete(List.of(ingest.prefix() + "v360/s00001.a1.m4s"));

        assertThat(findings()).contains("Segment 1 of v360 lacks v360/s00001.a1.m4s.");
    }

    @Test
    void catchesAnObjectOfAnotherSize() {
        overwrite("a0-en/s00002.a1.m4s", bytes -> Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(findings()).anyMatch(finding -> finding.contains("has a0-en/s00002.a1.m4s of"));
    }

    @Test
    void catchesAFlippedByte() {
        overwrite("v180/s00003.a1.m4s", bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });

        assertThat(findings())
                .containsExactly("Segment 3 of v180 has other bytes in v180/s00003.a1.m4s than were uploaded.");
    }

    @Test
    void catchesADroppedFrame() {
        changeSegment("v360", 2, Map.of("frames", 47));

        assertThat(findings()).contains("Segment 2 of v360 has 47 frames, the plan says 48.");
    }

    @Test
    void catchesADoubledFrame() {
        var said = parts().segmentsOf("v360").get(1);
        var last = SegmentFile.read(bytes(said.name())).fragments().getLast();
        overwriteAndSay(said, bytes -> join(bytes, Arrays.copyOfRange(bytes, (int) last.offset(), bytes.length)));

        assertThat(findings()).contains("Segment 1 of v360 holds 96 frames, not 48.");
    }

    @Test
    void catchesSoundThatIsShiftedInItsBytes() {
        overwriteAndSay(parts().segmentsOf("a0-en").get(2), bytes -> {
            int time = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tfdt") + 8;
            var fields = ByteBuffer.wrap(bytes);
            fields.putLong(time, fields.getLong(time) + 960);
            return bytes;
        });

        assertThat(findings()).anyMatch(finding -> finding.startsWith("Segment 2 of a0-en is shown from tick"));
    }

    @Test
    void catchesSoundThatIsShiftedAsAWhole() {
        for (var segment : parts().segmentsOf("a0-en")) {
            changeSegment("a0-en", segment.number(), Map.of("startTicks", segment.startTicks() + 1024));
        }

        assertThat(findings()).anyMatch(finding -> finding.startsWith("Segment 0 of a0-en sounds from PT0.021"));
    }

    @Test
    void catchesSoundWhoseInitSegmentHasLostItsEditList() {
        byte[] init = bytes("a0-en/init.mp4");
        int edit = new String(init, StandardCharsets.ISO_8859_1).indexOf("edts");
        System.arraycopy("free".getBytes(StandardCharsets.ISO_8859_1), 0, init, edit, 4);
        overwrite("a0-en/init.mp4", bytes -> init);
        changeInits("a0-en", Map.of("sha256", Uploads.sha256(init)));

        assertThat(findings()).anyMatch(finding -> finding.startsWith("Segment 1 of a0-en is shown from tick"));
    }

    @Test
    void catchesTheInitSegmentOfAnotherRendition() {
        overwrite("v360/init.mp4", bytes -> bytes("v180/init.mp4"));
        var swapped = bytes("v360/init.mp4");
        changeInits("v360", Map.of("bytes", swapped.length, "sha256", Uploads.sha256(swapped)));

        assertThat(findings())
                .anyMatch(finding -> finding.startsWith("Rendition v360 has the init segment of another"));
    }

    @Test
    void catchesAChunkWithAnotherInitSegment() {
        var changed = new ArrayList<>(tasks);
        changed.set(1, changed(tasks.get(1), PublishedParts.INITS, "v360", null, Map.of("sha256", "f".repeat(64))));
        tasks = changed;

        assertThat(findings()).contains("Rendition v360 has 2 different init segments.");
    }

    @Test
    void catchesAGapInTheDecodeTimes() {
        var third = parts().segmentsOf("v180").get(3);
        changeSegment("v180", 3, Map.of("startTicks", third.startTicks() + 1));

        assertThat(findings()).anyMatch(finding -> finding.startsWith("Segment 3 of v180 starts at tick"));
    }

    @Test
    void catchesSoundThatIsTooShort() {
        int last = parts().segmentsOf("a1-de").size() - 1;
        var segment = parts().segmentsOf("a1-de").get(last);
        changeSegment("a1-de", last, Map.of("durationTicks", segment.durationTicks() - 3 * 1024));

        assertThat(findings()).anyMatch(finding -> finding.startsWith("Rendition a1-de lasts"));
    }

    @Test
    void catchesASegmentThatNobodyMade() {
        tasks = tasks.stream()
                .filter(task -> !task.id().endsWith("video-all-2"))
                .toList();

        assertThat(findings()).anyMatch(finding -> finding.matches("Segment 4 of v(360|180) is missing\\."));
    }

    @Test
    void catchesAMissingTextTrack() {
        tasks = tasks.stream().filter(task -> !task.id().endsWith("t0-en")).toList();

        assertThat(findings()).contains("Segment 0 of t0-en is missing.");
    }

    @Test
    void catchesRatesThatLie() {
        var lied = new HashMap<>(playlists());
        lied.computeIfPresent(
                ObjectNames.MASTER, (name, text) -> text.replaceFirst("INF:BANDWIDTH=\\d+", "INF:BANDWIDTH=9000"));

        assertThat(findings(lied)).anyMatch(finding -> finding.contains("declares BANDWIDTH=9000 for"));
    }

    @Test
    void catchesAverageRatesThatLie() {
        var lied = new HashMap<>(playlists());
        lied.computeIfPresent(
                ObjectNames.MASTER,
                (name, text) -> text.replaceFirst("AVERAGE-BANDWIDTH=\\d+", "AVERAGE-BANDWIDTH=900000000"));

        assertThat(findings(lied)).anyMatch(finding -> finding.contains("declares AVERAGE-BANDWIDTH=900000000"));
    }

    @Test
    void catchesAPlaylistThatNamesWhatIsNotThere() {
        var wrong = new HashMap<>(playlists());
        wrong.computeIfPresent("v360/index.m3u8", (name, text) -> text.replace("s00001.a1", "s00001.a2"));

        assertThat(findings(wrong))
                .contains("The publication names s00001.a2.m4s in v360/index.m3u8, which is not there.");
    }

    @Test
    void catchesAnotherSourceThanWasMeant() {
        source("cd".repeat(32));

        assertThat(findings()).anyMatch(finding -> finding.contains("is of a source with the checksum"));
    }

    @Test
    void catchesASourceThatNobodyHasReadToItsEnd() {
        tasks = tasks.stream().filter(task -> !task.id().endsWith("fill")).toList();

        assertThat(findings()).anyMatch(finding -> finding.contains("nobody has computed"));
    }

    @Test
    void stopsWhereTheLeaseIsLost() {
        assertThatThrownBy(() -> gate.check(ingest, new Gate.Film(film.plan, tasks, parts()), playlists(), () -> {
                    throw new LeaseLost("finish");
                }))
                .isInstanceOf(LeaseLost.class);
    }

    private void source(String sha256) {
        new Sources(stores.mongo)
                .save(new Source(ingest.source(), ingest.title(), null, null, null, null, sha256, null, null));
    }

    private PublishedParts parts() {
        return PublishedParts.of(tasks);
    }

    private Map<String, String> playlists() {
        return new FinalPlaylists(film.plan, parts()).texts();
    }

    private List<String> findings() {
        return findings(playlists());
    }

    private List<String> findings(Map<String, String> playlists) {
        var refused = catchThrowableOfType(
                GateRefused.class,
                () -> gate.check(ingest, new Gate.Film(film.plan, tasks, parts()), playlists, () -> {}));
        assertThat(refused).as("nothing was found").isNotNull();
        return refused.findings().stream().map(Finding::toString).toList();
    }

    private byte[] bytes(String name) {
        return stores.objects.get(ingest.prefix() + name).orElseThrow().bytes();
    }

    private void overwrite(String name, UnaryOperator<byte[]> change) {
        stores.objects.put(ingest.prefix() + name, change.apply(bytes(name).clone()), ContentType.SEGMENT);
    }

    /// Puts other bytes where a segment is, and has its task say so.
    private void overwriteAndSay(PublishedSegment said, UnaryOperator<byte[]> change) {
        overwrite(said.name(), change);
        byte[] bytes = bytes(said.name());
        changeSegment(said.rendition(), said.number(), Map.of("bytes", bytes.length, "sha256", Uploads.sha256(bytes)));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private void changeSegment(String rendition, int number, Map<String, Object> fields) {
        tasks = tasks.stream()
                .map(task -> changed(task, PublishedParts.SEGMENTS, rendition, number, fields))
                .toList();
    }

    private void changeInits(String rendition, Map<String, Object> fields) {
        tasks = tasks.stream()
                .map(task -> changed(task, PublishedParts.INITS, rendition, null, fields))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Task changed(
            Task task, String list, String rendition, @Nullable Integer number, Map<String, Object> fields) {
        var documents = (List<Map<String, Object>>) task.result().getOrDefault(list, List.of());
        var changed = documents.stream()
                .map(document -> {
                    boolean meant = rendition.equals(document.get("rendition"))
                            && (number == null || number.equals(document.get("number")));
                    var copy = new HashMap<>(document);
                    if (meant) {
                        copy.putAll(fields);
                    }
                    return (Map<String, Object>) copy;
                })
                .toList();
        return task.result().containsKey(list) ? Plans.withResult(task, Map.of(list, changed)) : task;
    }
}
