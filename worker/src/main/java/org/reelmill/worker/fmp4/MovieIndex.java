package org.reelmill.worker.fmp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Reads the index of an MP4 or MOV (`moov`) for its one picture track. Accepts only what can be taken over
/// picture by picture; each refusal says why.
public final class MovieIndex {

    private static final int LARGEST = 24 * 1024 * 1024;
    private static final int MOST_BOXES = 256;
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int SAMPLE_DESCRIPTIONS = 8;
    private static final int VISUAL_FIELDS = 78;
    private static final int WIDTH = 24;
    private static final int HEIGHT = 26;
    private static final Set<String> KNOWN = Set.of("avcC", "pasp", "colr", "btrt", "fiel");
    private static final int NORMAL_SPEED = 0x0001_0000;
    private static final int[] UPRIGHT = {0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000};

    private final FilmBytes film;
    private final long size;

    private MovieIndex(FilmBytes film, long size) {
        this.film = film;
        this.size = size;
    }

    /// The picture track of a film.
    ///
    /// @param size of the film in bytes
    /// @throws CannotBeCopied if there is not one track of plain H.264 that is shown whole and upright
    public static PictureTrack pictures(FilmBytes film, long size) throws IOException, InterruptedException {
        try {
            return new MovieIndex(film, size).pictures();
        } catch (BrokenMp4 | IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException broken) {
            throw new CannotBeCopied("the index of the film is broken");
        }
    }

    private PictureTrack pictures() throws IOException, InterruptedException {
        var moov = new Box("moov", 0, ByteBuffer.wrap(moov()));
        if (moov.child("mvex").isPresent()) {
            throw new CannotBeCopied("the film is cut into fragments");
        }
        List<Box> tracks = moov.children().stream()
                .filter(box -> box.type().equals("trak") && isOfPictures(box))
                .toList();
        if (tracks.size() != 1) {
            throw new CannotBeCopied("the film has " + tracks.size() + " picture tracks");
        }
        var mvhd = moov.at("mvhd");
        mustBeUpright(mvhd, mvhd.version() == 1 ? 44 : 32);
        return track(tracks.getFirst());
    }

    /// The contents of the `moov` box, wherever it lies.
    private byte[] moov() throws IOException, InterruptedException {
        long at = 0;
        for (int box = 0; box < MOST_BOXES && at + HEADER <= size; box++) {
            ByteBuffer header = ByteBuffer.wrap(film.at(at, LARGE_HEADER));
            var type = new byte[4];
            header.get(4, type);
            boolean isLarge = header.getInt(0) == 1;
            long length = isLarge ? header.getLong(HEADER) : Integer.toUnsignedLong(header.getInt(0));
            int own = isLarge ? LARGE_HEADER : HEADER;
            if (length < own || length > size - at) {
                break; // A box that reaches to the end of the film has no index behind it.
            }
            if (new String(type, StandardCharsets.ISO_8859_1).equals("moov")) {
                return contents(at + own, length - own);
            }
            at += length;
        }
        throw new CannotBeCopied("no index was found in the film");
    }

    private byte[] contents(long at, long length) throws IOException, InterruptedException {
        if (length > LARGEST) {
            throw new CannotBeCopied("the index of the film is larger than " + LARGEST + " bytes");
        }
        byte[] contents = film.at(at, (int) length);
        if (contents.length < length) {
            throw new BrokenMp4("The film ends within its index.");
        }
        return contents;
    }

    private static boolean isOfPictures(Box trak) {
        var kind = new byte[4];
        trak.at("mdia", "hdlr").fields().get(4, kind);
        return new String(kind, StandardCharsets.ISO_8859_1).equals("vide");
    }

    private PictureTrack track(Box trak) {
        var tkhd = trak.at("tkhd");
        int matrix = tkhd.version() == 1 ? 48 : 36;
        mustBeUpright(tkhd, matrix);
        trak.child("edts").ifPresent(MovieIndex::mustShowAll);
        var mdhd = trak.at("mdia", "mdhd");
        int timescale = mdhd.fields().getInt(mdhd.version() == 1 ? 16 : 8);
        if (timescale <= 0) {
            throw new BrokenMp4("A track counts no time.");
        }
        var minf = trak.at("mdia", "minf");
        var references = minf.at("dinf", "dref").childrenAfter(SAMPLE_DESCRIPTIONS);
        if (references.size() != 1 || (references.getFirst().flags() & 1) == 0) {
            throw new CannotBeCopied("its pictures lie in another file");
        }
        var stbl = minf.at("stbl");
        var entry = entry(stbl);
        int sides = matrix + Integer.BYTES * UPRIGHT.length;
        if (tkhd.fields().getInt(sides) >>> 16
                        != Short.toUnsignedInt(entry.body().getShort(WIDTH))
                || tkhd.fields().getInt(sides + Integer.BYTES) >>> 16
                        != Short.toUnsignedInt(entry.body().getShort(HEIGHT))) {
            throw new CannotBeCopied("its picture is shown in another size than its own");
        }
        return new SampleTables(stbl, size).track(configuration(entry), timescale);
    }

    private static Box entry(Box stbl) {
        var entries = stbl.at("stsd").childrenAfter(SAMPLE_DESCRIPTIONS);
        if (entries.size() != 1 || !entries.getFirst().type().equals("avc1")) {
            throw new CannotBeCopied("its pictures are not described once, as avc1");
        }
        return entries.getFirst();
    }

    private static AvcConfiguration configuration(Box entry) {
        AvcConfiguration configuration = null;
        for (Box box : entry.childrenAfter(VISUAL_FIELDS)) {
            if (!KNOWN.contains(box.type())) {
                throw new CannotBeCopied("its pictures are described with a box " + box.type());
            }
            if (box.type().equals("pasp") && box.body().getInt(0) != box.body().getInt(4)) {
                throw new CannotBeCopied("its pixels are not square");
            }
            if (box.type().equals("avcC")) {
                var bytes = new byte[box.body().remaining()];
                box.body().get(0, bytes);
                configuration = new AvcConfiguration(bytes);
            }
        }
        if (configuration == null) {
            throw new BrokenMp4("A track of avc1 has no avcC.");
        }
        return configuration;
    }

    private static void mustBeUpright(Box header, int matrix) {
        for (int i = 0; i < UPRIGHT.length; i++) {
            if (header.fields().getInt(matrix + Integer.BYTES * i) != UPRIGHT[i]) {
                throw new CannotBeCopied("its picture is turned, mirrored or moved");
            }
        }
    }

    /// One edit, behind an empty one if the picture begins late. That nothing is cut off, the number of
    /// pictures tells that are shown.
    private static void mustShowAll(Box edts) {
        var elst = edts.at("elst");
        boolean isLong = elst.version() == 1;
        var fields = elst.fields();
        int count = fields.getInt();
        for (int i = 0; i < count; i++) {
            long duration = isLong ? fields.getLong() : Integer.toUnsignedLong(fields.getInt());
            long from = isLong ? fields.getLong() : fields.getInt();
            boolean isEmpty = from == -1;
            if (fields.getInt() != NORMAL_SPEED || isEmpty != (i < count - 1) || i > 1 || duration < 0) {
                throw new CannotBeCopied("an edit list cuts its picture");
            }
        }
    }
}
