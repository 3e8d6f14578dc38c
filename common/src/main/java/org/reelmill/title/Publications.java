package org.reelmill.title;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.data.mongodb.core.query.Update;

/// What is on record of publications: their objects with checksums, and the texts of their playlists, which
/// cannot be encoded again.
public final class Publications {

    private static final int BATCH = 500;

    private final MongoOperations mongo;

    public Publications(MongoOperations mongo) {
        this.mongo = mongo;
    }

    public Optional<PublicationManifest> find(String id) {
        return Optional.ofNullable(mongo.findById(id, PublicationManifest.class));
    }

    /// Stores a manifest, replacing what an interrupted attempt may have left.
    public void save(PublicationManifest manifest) {
        mongo.save(manifest);
    }

    /// All publications on record, without their objects.
    public List<Holding> holdings() {
        var all = query(where("_id").exists(true)).cursorBatchSize(BATCH);
        all.fields().include("title", "bytes", "retiredAt");
        return mongo.find(all, Holding.class);
    }

    /// Notes that no title plays a publication any more.
    public void retire(String id) {
        mongo.updateFirst(
                query(where("_id").is(id)), new Update().set("retiredAt", Instant.now()), PublicationManifest.class);
    }

    /// Notes that a title plays a publication again.
    public void reinstate(String id) {
        mongo.updateFirst(query(where("_id").is(id)), new Update().unset("retiredAt"), PublicationManifest.class);
    }

    /// Forgets a publication whose objects are deleted.
    public void remove(String id) {
        mongo.remove(query(where("publication").is(id)), PlaylistCopy.class);
        mongo.remove(query(where("_id").is(id)), PublicationManifest.class);
    }

    /// Keeps the bytes of a playlist.
    public void keep(String publication, String key, byte[] playlist) {
        mongo.save(new PlaylistCopy(key, publication, zipped(playlist)));
    }

    /// The bytes of a playlist, if they were kept.
    public Optional<byte[]> playlist(String key) {
        return Optional.ofNullable(mongo.findById(key, PlaylistCopy.class)).map(copy -> unzipped(copy.gzip));
    }

    private static byte[] zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static byte[] unzipped(byte[] zipped) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A publication and the room it takes.
    ///
    /// @param retiredAt see [PublicationManifest]
    @Document("publications")
    public record Holding(
            @Id String id,
            String title,
            long bytes,
            @Nullable Instant retiredAt) {}

    /// @param id the object's key
    @Document("playlistCopies")
    record PlaylistCopy(@Id String id, String publication, byte[] gzip) {}
}
