package org.reelmill.worker.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.reelmill.storage.ObjectStore;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.encode.StoryboardEncoder;
import org.reelmill.worker.encode.StoryboardJob;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.fmp4.AnnexB;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.StoryboardPlan;
import org.reelmill.worker.publish.ObjectNames;
import org.reelmill.worker.publish.Still;
import org.reelmill.worker.publish.StoryboardIndex;
import org.reelmill.worker.task.Lease;

/// Draws the pictures for scrubbing from the keyframes of the lowest rung, as they lie in the object store:
/// the source is not read again, and tones, size and rotation are right already.
public final class Storyboards {

    private static final int READERS = 6;

    private final StoryboardEncoder encoder;
    private final ObjectStore store;

    public Storyboards(Ffmpeg ffmpeg, ObjectStore store) {
        this.encoder = new StoryboardEncoder(ffmpeg);
        this.store = store;
    }

    /// @param prefix of the publication
    /// @param stills at least one
    /// @param directory empty, for this job alone
    /// @return files by names of their objects, the index first
    Map<String, Path> draw(IngestPlan plan, String prefix, List<Still> stills, Path directory, Lease lease) {
        StoryboardPlan board = StoryboardPlan.of(plan);
        Path pictures = directory.resolve("pictures.h264");
        byte[] init = bytes(prefix + ObjectNames.init(board.rung()), lease);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(pictures))) {
            var writer = new AnnexB(init);
            for (byte[] piece : pieces(prefix, stills, lease)) {
                out.write(writer.picture(piece));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + pictures + ".", e);
        }
        lease.step();
        var job = new StoryboardJob(board, pictures, stills.size(), directory);
        List<Path> sheets = encoder.draw(job, (outTime, frame) -> lease.progress(0.8));
        var files = new LinkedHashMap<String, Path>();
        files.put(ObjectNames.STORYBOARD, index(plan, board, stills, directory));
        sheets.forEach(sheet ->
                files.put(ObjectNames.storyboardSheet(sheet.getFileName().toString()), sheet));
        return files;
    }

    /// Several at a time: each is some kilobytes, and a store far away takes a while to answer.
    private List<byte[]> pieces(String prefix, List<Still> stills, Lease lease) {
        try (var pool = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            var reads = stills.stream()
                    .map(still -> pool.submit(() -> bytes(prefix + still.name(), still, lease)))
                    .toList();
            var pieces = new ArrayList<byte[]>();
            try {
                for (Future<byte[]> read : reads) {
                    pieces.add(read.get());
                    lease.progress(0.5 * pieces.size() / stills.size());
                }
                return pieces;
            } catch (ExecutionException e) {
                pool.shutdownNow();
                throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new LeaseLost(lease.task().id());
            }
        }
    }

    private static Path index(IngestPlan plan, StoryboardPlan board, List<Still> stills, Path directory) {
        byte[] text = StoryboardIndex.of(
                board, stills.stream().map(Still::start).toList(), plan.grid().duration());
        try {
            return Files.write(directory.resolve("index.vtt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the index of a storyboard.", e);
        }
    }

    private byte[] bytes(String key, Lease lease) {
        return lease.patiently(() -> store.get(key))
                .orElseThrow(() -> new IllegalStateException("The object " + key + " is not there."))
                .bytes();
    }

    private byte[] bytes(String key, Still still, Lease lease) {
        return lease.patiently(() -> {
            var stream = store.open(key, still.range().offset(), still.range().end() - 1)
                    .orElseThrow(() -> new IllegalStateException("The object " + key + " is not there."));
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("The object " + key + " cannot be read.", e);
            }
        });
    }
}
