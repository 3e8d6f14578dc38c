package org.reelmill.worker.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.reelmill.storage.FilmBucket;
import org.reelmill.storage.FilmBucketRefusal;
import org.reelmill.title.PlaceAddress;
import org.reelmill.worker.RejectedSource;

/// An object in a bucket that the configuration names. Its ETag guards every range.
final class BucketOrigin implements Origin {

    private final FilmBucket bucket;
    private final String source;
    private final PlaceAddress address;
    private final SourceProperties properties;

    BucketOrigin(FilmBucket bucket, String source, PlaceAddress address, SourceProperties properties) {
        this.bucket = bucket;
        this.source = source;
        this.address = address;
        this.properties = properties;
    }

    @Override
    public Answer ask(long first, long last, @Nullable SourceFile known) throws IOException {
        try {
            var piece = bucket.read(address.path(), first, last, known == null ? null : known.validator());
            try {
                String sha256 = known == null ? sha256(piece.etag()) : known.sha256();
                var said = new SourceFile(source, piece.size(), piece.etag(), true, sha256);
                Origin.agreed(said, known, properties.maxSize());
                return new Answer(new TimedBody(piece.body(), properties.partTime()), said, piece::close);
            } catch (IOException | RuntimeException e) {
                piece.close();
                throw e;
            }
        } catch (FilmBucketRefusal refusal) {
            boolean empty = refusal.reason() == FilmBucketRefusal.Reason.PAST_THE_END && known == null;
            throw empty ? Origin.empty() : told(refusal);
        }
    }

    @Override
    public String told(IOException thrown) {
        Throwable first = thrown.getCause() == null ? thrown : thrown.getCause();
        return "The store of " + address + " cannot be reached or falls silent ("
                + first.getClass().getSimpleName() + ").";
    }

    /// Of the whole, where the store knows it; asked for at the first contact only.
    private @Nullable String sha256(String etag) throws IOException {
        var facts = bucket.facts(address.path());
        return facts.etag().equals(etag) ? facts.sha256() : null;
    }

    private RuntimeException told(FilmBucketRefusal refusal) {
        int status = refusal.status();
        return switch (refusal.reason()) {
            case GONE ->
                RejectedSource.because(
                        "source-gone",
                        "The film is gone: the store of " + address + " answered " + status + ". Find another source.");
            case CHANGED -> Origin.changed();
            case PAST_THE_END -> Origin.cutOff();
            case FORBIDDEN ->
                RejectedSource.because(
                        "source-forbidden",
                        "The store of " + address + " does not let us have the film: it answered " + status
                                + ". Check the name of the film, and what the place's access key may read.");
            case MISCONFIGURED ->
                new SourceUnavailable(
                        "The store of " + address + " answered " + status + ": check the endpoint, region, bucket and"
                                + " keys of the place (./reelmill doctor).",
                        null);
            case AWAY -> new SourceUnavailable("The store of " + address + " answered " + status + ".", null);
        };
    }
}
