package org.reelmill.worker.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.PlaceAddress;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.source.FilmFolder.State;

/// A file in a folder that the configuration names. Its size, time of change and inode guard every range:
/// they are looked at before and after it.
final class FolderOrigin implements Origin {

    private static final String UNFINISHED = ".part";

    private final FilmFolder folder;
    private final String source;
    private final PlaceAddress address;
    private final SourceProperties properties;

    FolderOrigin(FilmFolder folder, String source, PlaceAddress address, SourceProperties properties) {
        this.folder = folder;
        this.source = source;
        this.address = address;
        this.properties = properties;
    }

    @Override
    public Answer ask(long first, long last, @Nullable SourceFile known) throws IOException {
        if (!folder.isThere() || known == null && folder.isEmpty()) {
            throw new SourceElsewhere("The film lies in " + address
                    + ", whose folder is not there or empty on this worker, so perhaps not mounted.");
        }
        requireName();
        State state = present();
        if (known == null) {
            awaitQuiet(state);
        }
        var said = Origin.agreed(
                new SourceFile(source, state.size(), state.validator(), true, null), known, properties.maxSize());
        if (state.size() == 0) {
            throw Origin.empty();
        }
        SeekableByteChannel file = folder.open(address.path()).orElseThrow(this::gone);
        try {
            requireSame(state);
            var body = new Range(file.position(first), Math.min(last + 1, state.size()), state);
            return new Answer(new TimedBody(body, properties.partTime()), said, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String told(IOException thrown) {
        return "The folder " + address + " cannot be read (" + thrown.getMessage() + ").";
    }

    private void requireName() {
        try {
            if (Path.of(address.path()).isAbsolute()) {
                throw new IllegalStateException("A path within a folder is never absolute.");
            }
        } catch (InvalidPathException notOfThisLocale) {
            throw new SourceElsewhere("The film's name in " + address
                    + " has letters that this worker cannot write: start it with LC_ALL=C.UTF-8.");
        }
    }

    private State present() throws IOException {
        return folder.state(address.path()).orElseThrow(this::gone);
    }

    private RuntimeException gone() {
        if (isUnfinished()) {
            return stillWritten();
        }
        if (folder.isEmpty()) {
            return new SourceUnavailable("The folder " + address + " is empty, so perhaps not mounted any more.", null);
        }
        return RejectedSource.because(
                "source-gone", "The film is gone: there is no such file in " + address + ". Find another source.");
    }

    private boolean isUnfinished() {
        try {
            return folder.state(address.path() + UNFINISHED).isPresent();
        } catch (IOException | RejectedSource noSuchFile) {
            return false;
        }
    }

    /// What moves within a while, by this worker's own clock, is not whole yet.
    private void awaitQuiet(State before) throws IOException {
        try {
            Thread.sleep(properties.quiet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailable("This worker stops.", e);
        }
        // Opened, since a network file system asks its server anew then, and may tell old news else.
        try (var opened = folder.open(address.path()).orElseThrow(this::gone)) {
            if (opened.size() != before.size() || !before.equals(present())) {
                throw stillWritten();
            }
        }
    }

    private SourceUnavailable stillWritten() {
        return new SourceUnavailable("Its file in " + address + " is still being written.", null);
    }

    private void requireSame(State state) throws IOException {
        if (!state.equals(present())) {
            throw Origin.changed();
        }
    }

    /// A range of the file. Its last bytes are given out when the file is seen to be the same still.
    private final class Range extends InputStream {

        private final SeekableByteChannel file;
        private final long end;
        private final State state;

        Range(SeekableByteChannel file, long end, State state) {
            this.file = file;
            this.end = end;
            this.state = state;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long left = end - file.position();
            if (left <= 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
            if (read < 0 || read == left) {
                requireSame(state);
            }
            return read;
        }
    }
}
