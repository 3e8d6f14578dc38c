package org.reelmill.worker.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingest;
import org.reelmill.title.PublicationManifest;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.fmp4.Fragment;
import org.reelmill.worker.fmp4.InitFile;
import org.reelmill.worker.fmp4.SegmentFile;

/// Puts what a task has made into the object store and says what is there now. Repeatable; checksums are
/// taken from the bytes that are sent, and the store verifies them.
public final class Uploads {

    private final ObjectStore store;

    public Uploads(ObjectStore store) {
        this.store = store;
    }

    /// Stores a segment of picture, sound or text.
    ///
    /// @param attempt of the task that made it
    public PublishedSegment segment(Ingest ingest, EncodedSegment segment, int attempt) {
        boolean isText = segment.file().getFileName().toString().endsWith(".vtt");
        String name = isText
                ? ObjectNames.textSegment(segment.rendition(), segment.number(), attempt)
                : ObjectNames.mediaSegment(segment.rendition(), segment.number(), attempt);
        byte[] bytes = read(segment.file());
        store.put(ingest.prefix() + name, bytes, isText ? ContentType.WEBVTT : ContentType.SEGMENT);
        return new PublishedSegment(
                segment.rendition(),
                segment.number(),
                name,
                segment.startTicks(),
                segment.durationTicks(),
                segment.timescale(),
                bytes.length,
                sha256(bytes),
                segment.frames(),
                isPicture(segment.rendition()) ? iFrames(bytes) : List.of());
    }

    /// Stores the init segment of a rendition, or finds the same one there.
    ///
    /// @throws IllegalStateException if another one is there: its segments would not decode with this one
    public PublishedInit init(Ingest ingest, String rendition, Path file) {
        byte[] bytes = read(file);
        String name = ObjectNames.init(rendition);
        String key = ingest.prefix() + name;
        if (!store.putIfAbsent(key, bytes, ContentType.INIT)) {
            var there = store.get(key).orElseThrow(() -> new IllegalStateException(key + " vanished."));
            if (!Arrays.equals(there.bytes(), bytes)) {
                throw new IllegalStateException("The init segment of " + rendition + " of ingest " + ingest.id()
                        + " differs from that of an earlier chunk. Let only workers with the same encoder work on it.");
            }
        }
        return new PublishedInit(
                rendition,
                name,
                bytes.length,
                sha256(bytes),
                InitFile.read(bytes).codec());
    }

    /// Stores the poster frame.
    public PublishedObject poster(Ingest ingest, Path file) {
        return object(ingest, ObjectNames.POSTER, file);
    }

    /// Stores what is made the same at every attempt.
    ///
    /// @param name relative to the publication's prefix
    public PublishedObject object(Ingest ingest, String name, Path file) {
        byte[] bytes = read(file);
        store.put(ingest.prefix() + name, bytes, ObjectNames.type(name));
        return new PublishedObject(name, bytes.length, sha256(bytes));
    }

    /// Stores a file that was made again under the name that it had, if it is the same to the last byte.
    ///
    /// @return false if it is another; nothing is stored then
    public boolean again(PublicationManifest.Entry entry, Path file) {
        byte[] bytes = read(file);
        if (!sha256(bytes).equals(entry.sha256())) {
            return false;
        }
        store.put(entry.key(), bytes, ObjectNames.type(entry.key()));
        return true;
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /// The first picture of each fragment: only that one has a `moof` right before it.
    static List<IFrame> iFrames(byte[] segment) {
        var file = SegmentFile.read(segment);
        return file.fragments().stream()
                .filter(fragment -> fragment.samples().getFirst().isSync())
                .map(fragment -> iFrame(fragment, file.startTicks()))
                .toList();
    }

    private static IFrame iFrame(Fragment fragment, long start) {
        long end = fragment.dataOffset() + fragment.samples().getFirst().bytes();
        return new IFrame(fragment.decodeTime() - start, fragment.offset(), end - fragment.offset());
    }

    private static boolean isPicture(String rendition) {
        return rendition.startsWith("v");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.getFileName() + ", which was just written.", e);
        }
    }
}
