package org.reelmill.pipeline.operator;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ingest;
import org.reelmill.title.PlaceAddress;
import org.reelmill.web.OperatorsOnly;
import org.reelmill.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// New films over HTTP, for operators: by link or by upload, never by a path of the server.
@RestController
@RequestMapping("/api/ingests")
@OperatorsOnly
class IngestsApi {

    private final NewFilms films;

    IngestsApi(NewFilms films) {
        this.films = films;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started ingest(@Valid @RequestBody NewIngest wish) {
        URI link = link(wish.url());
        String title = wish.title() == null || wish.title().isBlank() ? nameIn(link.getPath()) : wish.title();
        return Started.of(films.fromLink(
                link,
                new NewFilms.Facts(
                        title, wish.licence(), wish.attribution(), wish.year(), wish.description(), wish.language())));
    }

    /// The film is the request's body, sent as it is, of any length.
    @PostMapping("/upload")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started upload(
            @RequestParam String name,
            @RequestParam String licence,
            @RequestParam(required = false) @Nullable String title,
            @RequestParam(required = false) @Nullable String attribution,
            InputStream film)
            throws IOException {
        String called = title == null || title.isBlank() ? nameIn(name) : title;
        return Started.of(
                films.fromBytes(film, name, new NewFilms.Facts(called, licence, attribution, null, null, null)));
    }

    /// A file's name as a title: `night_of_the_living-dead.mp4` → `night of the living dead`.
    static String nameIn(@Nullable String path) {
        String file = path == null ? "" : path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        String name = (dot > 0 ? file.substring(0, dot) : file)
                .replaceAll("[_\\-\\p{Cc}\\s]+", " ")
                .strip();
        return name.isEmpty() ? "Untitled" : name.substring(0, Math.min(name.length(), 300));
    }

    private static URI link(String text) {
        if (PlaceAddress.isMeant(text)) {
            try {
                return PlaceAddress.parse(text).uri();
            } catch (IllegalArgumentException fault) {
                throw Problem.badRequest("not-a-place-address", String.valueOf(fault.getMessage()));
            }
        }
        try {
            URI link = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(link.getScheme()) || "https".equalsIgnoreCase(link.getScheme());
            if (web && link.getHost() != null && link.getUserInfo() == null) {
                return link;
            }
        } catch (URISyntaxException notALink) {
            // Told below, without the link.
        }
        throw Problem.badRequest(
                "not-a-web-address",
                "The field url must be an http or https address with a host and without a user name, or"
                        + " s3://NAME/key or drop://NAME/path of a place of films. "
                        + "Files of this computer are uploaded instead.");
    }

    /// A wish to ingest what a link leads to.
    record NewIngest(
            @NotBlank @Size(max = 4000) String url,
            @NotBlank @Size(max = 300) String licence,
            @Nullable @Size(max = 300) String title,
            @Nullable @Size(max = 1000) String attribution,
            @Nullable Integer year,
            @Nullable @Size(max = 10_000) String description,
            @Nullable @Size(max = 35) String language) {

        /// Without the link, which must not reach a log.
        @Override
        public String toString() {
            return "a wish to ingest \"" + title + "\"";
        }
    }

    /// What was started.
    record Started(String titleId, String ingestId) {

        static Started of(Ingest ingest) {
            return new Started(ingest.title(), ingest.id());
        }
    }
}
