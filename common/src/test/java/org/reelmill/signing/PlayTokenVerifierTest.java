package org.reelmill.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.reelmill.signing.Verdict.Allowed;
import org.reelmill.signing.Verdict.Expired;
import org.reelmill.signing.Verdict.Refused;
import org.springframework.util.FileSystemUtils;

class PlayTokenVerifierTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = FROM.plusSeconds(60);
    private static final Instant TO = FROM.plusSeconds(21_600);
    private static final String PATH = "titles/t1/p1/v/seg-1.m4s";
    private static Optional<Path> directory = Optional.empty();

    private final PlayKeys keys = PlayKeys.inDirectory(directory.orElseThrow());
    private final PlayTokenVerifier verifier = new PlayTokenVerifier(keys);
    private final PlayToken token = new PlayToken("session1", "titles/t1/p1/", FROM, TO);
    private final String signed = new PlayTokenSigner(keys::signing).sign(token);

    @BeforeContainer
    static void makeDirectory() throws IOException {
        directory = Optional.of(Files.createTempDirectory("play-keys"));
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        FileSystemUtils.deleteRecursively(directory.orElseThrow());
    }

    @Example
    void aGoodTokenAllowsItsPublicationWhileItsTimeLasts() {
        assertThat(signed).matches("1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
        assertThat(verify(signed, PATH, FROM)).isEqualTo(new Allowed(token));
        assertThat(verify(signed, PATH, TO.minusNanos(1))).isEqualTo(new Allowed(token));
        assertThat(verify(signed, PATH, TO)).isInstanceOf(Expired.class);
        assertThat(verify(signed, PATH, FROM.minusNanos(1))).isInstanceOf(Refused.class);
        assertThat(verify(signed, "titles/t1/p10/v/seg-1.m4s", NOW)).isInstanceOf(Refused.class);
        assertThat(verify(signed, "titles/t1/p1/", NOW)).isInstanceOf(Refused.class);
    }

    @Example
    void aDeniedSessionAndADeniedPublicationAreRefusedUntilTheDenialEnds() {
        for (var denial : List.of(
                new Denial(Denial.Kind.SESSION, "session1", NOW), new Denial(Denial.Kind.PUBLICATION, "p1", NOW))) {
            var denials = Denials.of(List.of(denial));
            assertThat(verifier.verify(signed, PATH, NOW.minusSeconds(1), denials))
                    .isInstanceOf(Refused.class);
            assertThat(verifier.verify(signed, PATH, NOW, denials)).isInstanceOf(Allowed.class);
        }
    }

    @Example
    void everySecondSpellingOfTheLastCharacterIsRefused() {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = signed.charAt(signed.length() - 1);
        for (char other : alphabet.toCharArray()) {
            var respelt = signed.substring(0, signed.length() - 1) + other;
            assertThat(verify(respelt, PATH, NOW) instanceof Allowed).isEqualTo(other == last);
        }
        assertThat(verify(signed + "=", PATH, NOW)).isInstanceOf(Refused.class);
    }

    @Property
    void anySingleBitTamperIsRefused(@ForAll @IntRange(max = 10_000) int at, @ForAll @IntRange(max = 15) int bit) {
        var tampered = new StringBuilder(signed);
        var index = at % signed.length();
        tampered.setCharAt(index, (char) (signed.charAt(index) ^ 1 << bit));
        assertThat(verify(tampered.toString(), PATH, NOW)).isInstanceOf(Refused.class);
    }

    @Property
    void whatIsSignedIsReadBack(
            @ForAll("names") String session, @ForAll("names") String publication, @ForAll @IntRange(min = 1) int life) {
        var any = new PlayToken(session, "titles/t/" + publication + "/", NOW, NOW.plusSeconds(life));
        var path = any.prefix() + "x";
        assertThat(verify(new PlayTokenSigner(keys::signing).sign(any), path, NOW))
                .isEqualTo(new Allowed(any));
        assertThat(any.publication()).isEqualTo(publication);
    }

    @Property
    void onlyPathsOfTheClosedClassPass(@ForAll("nastyPaths") List<String> segments) {
        var path = "titles/t1/p1/" + String.join("/", segments);
        var good = segments.stream().allMatch(name -> name.matches("[A-Za-z0-9._-]+") && !name.matches("\\.\\.?"));
        assertThat(verify(signed, path, NOW) instanceof Allowed).isEqualTo(good);
    }

    @Property
    void garbageNeverThrows(@ForAll String segment, @ForAll String path) {
        assertThat(verify(segment, path, NOW)).isInstanceOf(Refused.class);
        assertThat(verify(segment, PATH, NOW)).isInstanceOf(Refused.class);
        assertThat(PlayToken.fromPayload(segment)).isEmpty();
    }

    @Example
    void aTokenCannotBeMadeWithoutScopeOrLife() {
        for (var prefix : List.of(
                "",
                "/",
                "titles/",
                "titles/t/",
                "titles/t/p",
                "/titles/t/p/",
                "titles/../p/",
                "titles/t/./",
                "titles/t/p/q/",
                "titles/t%2f/p/",
                "sources/s/p/")) {
            assertThatThrownBy(() -> new PlayToken("s", prefix, FROM, TO)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new PlayToken("s", "titles/t/p/", TO, TO)).hasMessageContaining("never good");
        assertThat(token.toString()).doesNotContain("session1");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("-_")
                .ofMinLength(1)
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<List<String>> nastyPaths() {
        return Arbitraries.oneOf(
                        names(),
                        Arbitraries.of(
                                "", ".", "..", "...", "%2e%2e", "..%2f", "%252e", "a%00", "a\u0001", "a b", "\\", "é",
                                "a.b", "?"),
                        Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private Verdict verify(String segment, String path, Instant now) {
        return verifier.verify(segment, path, now, Denials.NONE);
    }
}
