package org.reelmill.worker.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reelmill.title.Ingest;
import org.reelmill.title.Ingests;
import org.reelmill.title.Source;
import org.reelmill.title.Sources;
import org.reelmill.title.Task;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.encode.ChunkCopier;
import org.reelmill.worker.encode.CopyJob;
import org.reelmill.worker.encode.EncodeJob;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.CopyPlanner;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.source.Excerpt;
import org.reelmill.worker.source.LoopbackSource;
import org.reelmill.worker.source.SourceReader;
import org.reelmill.worker.source.SourceReaders;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.WorkerDirectory;

/// Opens the film of a task for work: its source, readable by ffmpeg, and a scratch directory.
public final class Films {

    private final Ingests ingests;
    private final Sources sources;
    private final SourceReaders readers;
    private final LoopbackSource loopback;
    private final WorkerDirectory directory;

    public Films(
            Ingests ingests,
            Sources sources,
            SourceReaders readers,
            LoopbackSource loopback,
            WorkerDirectory directory) {
        this.ingests = ingests;
        this.sources = sources;
        this.readers = readers;
        this.loopback = loopback;
        this.directory = directory;
    }

    /// The ingest that a task belongs to.
    ///
    /// @throws LeaseLost if it has ended, or is no more
    Ingest ingest(Task task) {
        return ingests.find(task.ingest())
                .filter(ingest -> ingest.state().isActive())
                .orElseThrow(() -> new LeaseLost(task.id()));
    }

    /// Opens the film, for the caller to close.
    Film open(Task task) {
        return open(task, ingest(task));
    }

    /// Opens the film of an ingest whatever its state, for the caller to close.
    Film open(Task task, Ingest ingest) {
        Source source = sources.find(ingest.source())
                .orElseThrow(() -> new IllegalStateException("The source of ingest " + ingest.id() + " is gone."));
        SourceReader reader = readers.open(source);
        return new Film(ingest, source, reader, loopback.open(reader), directory.scratch(task.id()));
    }

    /// An opened film. Closing it deletes its scratch.
    record Film(Ingest ingest, Source source, SourceReader reader, LoopbackSource.Opened input, Path scratch)
            implements AutoCloseable {

        /// Where ffmpeg reads it.
        MediaInput whole(String demuxer) {
            return new MediaInput(input.uri(), demuxer);
        }

        /// Where ffmpeg reads what a chunk is made from.
        MediaInput of(Chunk chunk, String demuxer) {
            Excerpt excerpt = chunk.excerpt();
            return excerpt == null ? whole(demuxer) : new MediaInput(input.uri(excerpt), demuxer);
        }

        /// Runs work that reads the film. Where it fails because the source did, says that instead.
        <T> T tell(Supplier<T> work) {
            try {
                return work.get();
            } catch (LeaseLost e) {
                throw e;
            } catch (RuntimeException e) {
                input.check();
                throw e;
            }
        }

        /// The film for reading its bytes; waits for those that are still being fetched.
        CopyPlanner.Film bytes(Lease lease) throws InterruptedException {
            return new CopyPlanner.Film(
                    (position, length) -> {
                        reader.awaitBytes(position, lease::step);
                        return reader.bytes(position, length);
                    },
                    reader.size());
        }

        /// Copies a piece for the one rung of a job's set.
        void copy(EncodeJob job, Lease lease, Consumer<EncodedSegment> asTheyAreWritten) {
            try {
                RungPlan rung = job.plan().rungsOf(job.set()).getFirst();
                var copy = new CopyJob(bytes(lease), job.plan(), rung, job.chunk(), job.directory());
                new ChunkCopier().copy(copy, asTheyAreWritten);
            } catch (IOException e) {
                throw new UncheckedIOException("A piece of the film cannot be copied.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LeaseLost(lease.task().id());
            }
        }

        @Override
        public void close() {
            input.close();
            reader.close();
            WorkerDirectory.deleteTree(scratch);
        }
    }
}
