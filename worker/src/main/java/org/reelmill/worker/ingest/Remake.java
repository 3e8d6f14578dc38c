package org.reelmill.worker.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.reelmill.hls.PlaylistReader;
import org.reelmill.storage.ObjectStore;
import org.reelmill.worker.encode.AudioEncoder;
import org.reelmill.worker.encode.AudioJob;
import org.reelmill.worker.encode.ChunkEncoder;
import org.reelmill.worker.encode.EncodeJob;
import org.reelmill.worker.encode.EncodedChunk;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.encode.PosterFrame;
import org.reelmill.worker.encode.TextConverter;
import org.reelmill.worker.encode.TextJob;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.StoryboardPlan;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.publish.ChapterList;
import org.reelmill.worker.publish.ObjectNames;
import org.reelmill.worker.publish.Still;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.WorkerDirectory;

/// Encodes parts of a film once more, as its plan says. With the same encoder build the same bytes come out.
public final class Remake {

    private final ChunkEncoder chunks;
    private final AudioEncoder sound;
    private final TextConverter text;
    private final PosterFrame poster;
    private final Storyboards storyboards;
    private final ObjectStore store;

    public Remake(Ffmpeg ffmpeg, ObjectStore store) {
        this.chunks = new ChunkEncoder(ffmpeg);
        this.sound = new AudioEncoder(ffmpeg);
        this.text = new TextConverter(ffmpeg);
        this.poster = new PosterFrame(ffmpeg);
        this.storyboards = new Storyboards(ffmpeg, store);
        this.store = store;
    }

    /// @param made hears of each file by its object's name without the attempt; the file is there only while
    ///     it is told
    void make(Film film, IngestPlan plan, RepairPlan need, Lease lease, BiConsumer<String, Path> made) {
        var work = new Work(film, plan, lease, made);
        need.pieces().forEach(work::piece);
        need.audio().forEach(work::audio);
        need.text().forEach(work::text);
        need.extras().forEach(work::extra);
    }

    /// One film in one lease.
    private final class Work {

        private final Film film;
        private final IngestPlan plan;
        private final Lease lease;
        private final BiConsumer<String, Path> made;
        private final MediaInput input;

        Work(Film film, IngestPlan plan, Lease lease, BiConsumer<String, Path> made) {
            this.film = film;
            this.plan = plan;
            this.lease = lease;
            this.made = made;
            this.input = new MediaInput(film.input().uri(), plan.media().demuxer());
        }

        void piece(RepairPlan.Piece piece) {
            Path scratch = scratch(piece.set().name() + "-" + piece.chunk().number());
            var job = new EncodeJob(film.of(piece.chunk(), input.demuxer()), plan, piece.chunk(), piece.set(), scratch);
            if (plan.isCopied(piece.set())) {
                film.copy(job, lease, this::tell);
                piece.set().rungs().forEach(rung -> tell(ObjectNames.init(rung), ChunkEncoder.init(scratch, rung)));
                WorkerDirectory.deleteTree(scratch);
                return;
            }
            EncodedChunk encoded = film.tell(() -> chunks.encode(job, goesOn()));
            encoded.inits().forEach((rendition, file) -> tell(ObjectNames.init(rendition), file));
            encoded.segments().forEach(this::tell);
            WorkerDirectory.deleteTree(scratch);
        }

        void audio(AudioPlan audio) {
            Path scratch = scratch(audio.name());
            Path init = film.tell(() -> sound.encode(new AudioJob(input, plan, audio, scratch), this::tell, goesOn()));
            tell(ObjectNames.init(audio.name()), init);
            WorkerDirectory.deleteTree(scratch);
        }

        void text(TextPlan track) {
            Path scratch = scratch(track.name());
            film.tell(() -> text.convert(new TextJob(input, plan, track, scratch), goesOn()))
                    .forEach(this::tell);
            WorkerDirectory.deleteTree(scratch);
        }

        void extra(RepairPlan.Extra extra) {
            Path scratch = scratch(extra.name());
            switch (extra) {
                case POSTER ->
                    film.tell(() -> poster.take(input, plan, scratch))
                            .ifPresent(file -> tell(ObjectNames.POSTER, file));
                case CHAPTERS ->
                    ChapterList.of(plan).ifPresent(text -> tell(ObjectNames.CHAPTERS, write(scratch, text)));
                case STORYBOARD -> storyboard(scratch);
            }
            WorkerDirectory.deleteTree(scratch);
        }

        /// Of what is published: its segments are the same again by then, if they were damaged.
        private void storyboard(Path scratch) {
            String prefix = film.ingest().prefix();
            String list = ObjectNames.iFramePlaylist(StoryboardPlan.of(plan).rung());
            store.get(prefix + list)
                    .map(content -> new String(content.bytes(), StandardCharsets.UTF_8))
                    .map(text -> Still.of(plan, PlaylistReader.readMedia(text)))
                    .ifPresent(stills -> storyboards
                            .draw(plan, prefix, stills, scratch, lease)
                            .forEach((name, file) -> tell(ObjectNames.withoutAttempt(name), file)));
        }

        private static Path write(Path scratch, byte[] text) {
            try {
                return Files.write(scratch.resolve(ObjectNames.CHAPTERS), text);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write into " + scratch + ".", e);
            }
        }

        private void tell(EncodedSegment segment) {
            tell(ObjectNames.segment(segment.rendition(), segment.number()), segment.file());
        }

        private void tell(String name, Path file) {
            lease.step();
            made.accept(name, file);
        }

        /// Of several pieces of unlike size; so it says that work goes on, not how far it is.
        private Progress goesOn() {
            return (micros, frame) -> lease.progress(0.5);
        }

        private Path scratch(String name) {
            try {
                return Files.createDirectories(film.scratch().resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException("No scratch directory can be made in " + film.scratch() + ".", e);
            }
        }
    }
}
