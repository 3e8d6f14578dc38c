package org.reelmill.serving.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Collectors;
import org.reelmill.serving.playback.PlaybackProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells browsers to load nothing but what is ours and the edges', and to send on no address: it may be that
/// of a film.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityHeaders extends OncePerRequestFilter {

    private static final String API = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
    /// The page to try the API writes styles into itself.
    private static final String API_DOCS =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final String page;

    SecurityHeaders(PlaybackProperties playback) {
        String edges = playback.edges().stream()
                .map(SecurityHeaders::origin)
                .distinct()
                .collect(Collectors.joining(" "));
        // hls.js hands the player its buffers as blobs, and an empty captions file as data.
        this.page = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' " + edges
                + "; manifest-src 'self'; worker-src 'self'; media-src 'self' blob: data: " + edges
                + "; connect-src 'self' "
                + edges + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setHeader("Content-Security-Policy", policy(request.getRequestURI()));
        chain.doFilter(request, response);
    }

    private String policy(String path) {
        if (path.startsWith("/api/swagger-ui/") || path.startsWith("/swagger-ui/")) {
            return API_DOCS;
        }
        return path.startsWith("/api/") ? API : page;
    }

    private static String origin(URI edge) {
        return edge.getScheme() + "://" + edge.getRawAuthority();
    }
}
