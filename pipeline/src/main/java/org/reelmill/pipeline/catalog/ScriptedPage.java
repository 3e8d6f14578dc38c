package org.reelmill.pipeline.catalog;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.htmlunit.BrowserVersion;
import org.htmlunit.SilentCssErrorHandler;
import org.htmlunit.WebClient;
import org.htmlunit.WebConnection;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.WebResponseData;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.javascript.SilentJavaScriptErrorListener;
import org.htmlunit.util.NameValuePair;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Runs the scripts of a page that is empty without them. All that they load goes through the site's client:
/// the same hosts, robots.txt, pace and limits.
final class ScriptedPage {

    private static final int MAX_REQUESTS = 40;
    private static final Duration SCRIPT_TIME = Duration.ofSeconds(10);

    private final SiteClient site;
    private final long maxBytes;

    ScriptedPage(SiteClient site, long maxBytes) {
        this.site = site;
        this.maxBytes = maxBytes;
    }

    /// @param first the page as the server sent it
    Rendered render(Fetched first) {
        var connection = new Connection(first);
        try (WebClient browser = browser(connection)) {
            HtmlPage page = browser.getPage(first.address().toURL());
            browser.waitForBackgroundJavaScript(SCRIPT_TIME.toMillis());
            // HtmlUnit writes scripts as CDATA behind a comment, which would not be JSON any more.
            String html = page.asXml().replace("//<![CDATA[", "").replace("//]]>", "");
            return new Rendered(Jsoup.parse(html, first.address().toString()), List.copyOf(connection.validators));
        } catch (IOException | ClassCastException e) {
            throw new PageFault("cannot be run as a page with scripts");
        }
    }

    private static WebClient browser(WebConnection connection) {
        var browser = new WebClient(BrowserVersion.BEST_SUPPORTED) {
            /// Web addresses only: a page must not load files of this machine.
            @Override
            public WebResponse loadWebResponse(WebRequest request) throws IOException {
                String scheme = request.getUrl().getProtocol().toLowerCase(Locale.ROOT);
                if (!scheme.startsWith("http") && !scheme.equals("about") && !scheme.equals("data")) {
                    throw new IOException("A page asked for something that is not on the web.");
                }
                return super.loadWebResponse(request);
            }
        };
        browser.setWebConnection(connection);
        browser.setJavaScriptErrorListener(new SilentJavaScriptErrorListener());
        browser.setCssErrorHandler(new SilentCssErrorHandler());
        browser.setIncorrectnessListener((message, origin) -> {});
        browser.setJavaScriptTimeout(SCRIPT_TIME.toMillis());
        var options = browser.getOptions();
        options.setCssEnabled(false);
        options.setDownloadImages(false);
        options.setWebSocketEnabled(false);
        options.setFetchPolyfillEnabled(true);
        options.setThrowExceptionOnScriptError(false);
        options.setThrowExceptionOnFailingStatusCode(false);
        options.setFileProtocolForXMLHttpRequestsAllowed(false);
        options.setRedirectEnabled(false);
        return browser;
    }

    /// A page after its scripts have run.
    ///
    /// @param validators of the page and of all that it loaded
    record Rendered(Document document, List<Validator> validators) {}

    /// Answers the browser's requests from the site's client.
    private final class Connection implements WebConnection {

        private final Fetched first;
        private final List<Validator> validators = new ArrayList<>();
        private int requests;
        private long bytes;

        Connection(Fetched first) {
            this.first = first;
        }

        @Override
        public WebResponse getResponse(WebRequest request) throws IOException {
            URI address = URI.create(request.getUrl().toString());
            if (requests > 0 && !request.getHttpMethod().name().equals("GET")) {
                return answer(request, 405, "text/plain", new byte[0]);
            }
            if (requests++ > MAX_REQUESTS || bytes > maxBytes) {
                return answer(request, 429, "text/plain", new byte[0]);
            }
            try {
                Fetched fetched = address.equals(first.address()) ? first : site.page(address, null, maxBytes);
                validators.add(fetched.validator());
                bytes += fetched.body().length;
                if (declaresEntities(fetched.body())) {
                    return answer(request, 403, "text/plain", new byte[0]);
                }
                return answer(request, fetched.status(), fetched.type(), fetched.body());
            } catch (PageFault refused) {
                return answer(request, 403, "text/plain", new byte[0]);
            }
        }

        /// XML with entities of its own could name files and servers, or grow without end.
        private static boolean declaresEntities(byte[] body) {
            return new String(body, StandardCharsets.ISO_8859_1).contains("<!ENTITY");
        }

        private static WebResponse answer(WebRequest request, int status, String type, byte[] body) {
            var headers = List.of(new NameValuePair("Content-Type", type));
            return new WebResponse(new WebResponseData(body, status, "", headers), request, 0);
        }

        @Override
        public void close() {}
    }
}
