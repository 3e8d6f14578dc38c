package org.reelmill.pipeline.operator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.Digests;
import org.reelmill.pipeline.catalog.LicenceList;
import org.reelmill.pipeline.catalog.PlainText;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.title.Ids;
import org.reelmill.title.Ingest;
import org.reelmill.title.Licence;
import org.reelmill.title.Source;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.reelmill.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/// Takes in films that an operator brings, by link or by upload, and starts their ingests.
final class NewFilms {

    private final Titles titles;
    private final Sources sources;
    private final SourceLinks links;
    private final LicenceList licences;
    private final ObjectStore store;
    private final IngestStarter starter;
    private final DataSize maxUpload;

    NewFilms(
            Titles titles,
            Sources sources,
            SourceLinks links,
            LicenceList licences,
            ObjectStore store,
            IngestStarter starter,
            DataSize maxUpload) {
        this.titles = titles;
        this.sources = sources;
        this.links = links;
        this.licences = licences;
        this.store = store;
        this.starter = starter;
        this.maxUpload = maxUpload;
    }

    /// Ingests what a link leads to.
    Ingest fromLink(URI link, Facts facts) {
        Licence licence = licence(facts);
        String title = Ids.next();
        var source = new Source(Ids.next(), title, links.seal(link), null, null, null, null, facts.language(), null);
        return ingest(title, facts, licence, sources.save(source));
    }

    /// Ingests a film from its bytes, which are stored part by part as they come.
    ///
    /// @param fileName as its owner calls it; only what follows the last dot is used
    Ingest fromBytes(InputStream film, String fileName, Facts facts) throws IOException {
        Licence licence = licence(facts);
        String title = Ids.next();
        String id = Ids.next();
        MessageDigest digest = Digests.sha256();
        long size;
        try {
            size = storeParts(new DigestInputStream(film, digest), id);
        } catch (IOException | RuntimeException e) {
            store.deleteAll(SourceParts.prefix(id));
            throw e;
        }
        String checksum = HexFormat.of().formatHex(digest.digest());
        var source = new Source(id, title, null, container(fileName), null, size, checksum, facts.language(), null);
        return ingest(title, facts, licence, sources.save(source));
    }

    private long storeParts(InputStream film, String source) throws IOException {
        long size = 0;
        for (int part = 0; ; part++) {
            byte[] bytes = film.readNBytes(SourceParts.PART_BYTES);
            if (bytes.length == 0) {
                break;
            }
            size += bytes.length;
            if (size > maxUpload.toBytes()) {
                throw new Problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "film-too-large",
                        "A film may have " + maxUpload.toMegabytes() + " MB (reelmill.ingest.max-upload).");
            }
            store.put(SourceParts.key(source, part), bytes, ContentType.BYTES);
            if (bytes.length < SourceParts.PART_BYTES) {
                break;
            }
        }
        if (size == 0) {
            throw Problem.badRequest("film-empty", "The upload holds no bytes. Send the film as the request's body.");
        }
        return size;
    }

    private Ingest ingest(String id, Facts facts, Licence licence, Source source) {
        titles.save(new Title(
                id,
                "upload/" + id,
                null,
                facts.title(),
                null,
                facts.year(),
                facts.description(),
                List.of(),
                List.of(),
                null,
                facts.language(),
                null,
                licence,
                Map.of(),
                List.of(source.id()),
                TitleState.DISCOVERED,
                null,
                null,
                Instant.now(),
                null,
                null));
        return starter.start(id, TicketClass.INTERACTIVE)
                .orElseThrow(() -> new IllegalStateException("The new title " + id + " cannot be ingested."));
    }

    private Licence licence(Facts facts) {
        return licences.allowed(facts.licence(), facts.attribution())
                .orElseThrow(() -> new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "licence-not-allowed",
                        "Films under \"" + facts.licence() + "\" may not be shown here. Name a licence of the list "
                                + "reelmill.catalog.licences, e.g. CC-BY-4.0."));
    }

    private static @Nullable String container(String fileName) {
        String end = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return fileName.contains(".") && end.matches("[a-z0-9]{1,8}") ? end : null;
    }

    /// What an operator says of a film. Texts are cut to their longest and lose control characters.
    ///
    /// @param licence SPDX id, address or common name
    record Facts(
            String title,
            String licence,
            @Nullable String attribution,
            @Nullable Integer year,
            @Nullable String description,
            @Nullable String language) {

        Facts {
            title = PlainText.of(title, 300);
            title = title.isEmpty() ? "Untitled" : title;
            licence = PlainText.of(licence, 300);
            attribution = attribution == null ? null : PlainText.of(attribution, 1000);
            description = description == null ? null : PlainText.of(description, 10_000);
            language = language == null ? null : PlainText.of(language, 35);
        }
    }
}
