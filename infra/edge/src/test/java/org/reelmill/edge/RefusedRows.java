package org.reelmill.edge;

import static org.reelmill.edge.VectorTokens.ACCEPTED;
import static org.reelmill.edge.VectorTokens.FROM;
import static org.reelmill.edge.VectorTokens.NOW;
import static org.reelmill.edge.VectorTokens.RETIRED;
import static org.reelmill.edge.VectorTokens.SIGNING;
import static org.reelmill.edge.VectorTokens.TO;
import static org.reelmill.edge.VectorTokens.flipped;
import static org.reelmill.edge.VectorTokens.good;
import static org.reelmill.edge.VectorTokens.key;
import static org.reelmill.edge.VectorTokens.of;
import static org.reelmill.edge.VectorTokens.part;
import static org.reelmill.edge.VectorTokens.payload;
import static org.reelmill.edge.VectorTokens.respelt;
import static org.reelmill.edge.VectorTokens.signed;
import static org.reelmill.edge.VectorTokens.with;
import static org.reelmill.edge.VectorTokens.withMac;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reelmill.edge.Vectors.Row;
import org.reelmill.signing.Denial;
import org.reelmill.signing.PlayKey.State;

/// The rows of the vectors that must be refused.
final class RefusedRows {

    private static final String SEGMENT = "titles/t1/p1/v/seg-1.m4s";
    private static final String START = Long.toString(FROM.getEpochSecond());
    private static final String END = Long.toString(TO.getEpochSecond());

    private RefusedRows() {}

    static Stream<Row> all() {
        return Stream.of(
                        absent(),
                        times(),
                        tampered(),
                        keys(),
                        scopes(),
                        dots(),
                        slashesAndCase(),
                        characters(),
                        fields(),
                        denied())
                .flatMap(List::stream);
    }

    private static List<Row> absent() {
        return List.of(
                row("no token", "/" + SEGMENT),
                row("no path at all", "/"),
                row("a token and nothing else", "/" + good()),
                row("a token and a slash", "/" + good() + "/"),
                row("the prefix alone", "/" + good() + "/titles/t1/p1/"),
                row("the prefix without its slash", "/" + good() + "/titles/t1/p1"),
                row("the token as a query", "/" + SEGMENT + "?token=" + good()),
                row("the token behind another segment", "/x/" + good() + "/" + SEGMENT),
                row("the token twice", "/" + good() + "/" + good() + "/" + SEGMENT),
                row("an empty segment instead of the token", "//" + SEGMENT));
    }

    private static List<Row> times() {
        return List.of(
                row("expired", good(), SEGMENT, 410).at(Instant.parse("2026-01-02T00:00:00Z")),
                row("expired just now", good(), SEGMENT, 410).at(TO),
                row("expired, a range", good(), SEGMENT, 410).at(TO).range("bytes=0-9"),
                row("expired, HEAD", good(), SEGMENT, 410).at(TO).by("HEAD"),
                row("expired, and nothing is there", good(), "titles/t1/p1/none", 410)
                        .at(TO),
                row("expired, for another title", good(), "titles/t10/p1/v/seg-1.m4s")
                        .at(TO),
                row("not yet valid", good(), SEGMENT).at(FROM.minusSeconds(1)),
                row("not valid for long", good(), SEGMENT).at(Instant.EPOCH));
    }

    private static List<Row> tampered() {
        var token = good();
        var payload = part(token, 2);
        var mac = part(token, 3);
        var other = of("titles/t10/p1/");
        return List.of(
                row("version tampered", with(token, 0, "2"), SEGMENT),
                row("version empty", with(token, 0, ""), SEGMENT),
                row("version of another spelling", with(token, 0, "01"), SEGMENT),
                row("version missing", token.substring(2), SEGMENT),
                row("version 2, signed", signed("2", SIGNING, payload("session-1", "titles/t1/p1/")), SEGMENT),
                row("key id of the other live key", with(token, 1, "k3"), SEGMENT),
                row("key id empty", with(token, 1, ""), SEGMENT),
                row("payload tampered at its start", with(token, 2, flipped(payload, 0)), SEGMENT),
                row("payload tampered within", with(token, 2, flipped(payload, 20)), SEGMENT),
                row("payload of another token", with(token, 2, part(other, 2)), "titles/t10/p1/v/seg-1.m4s"),
                row("payload empty", with(token, 2, ""), SEGMENT),
                row("MAC tampered at its start", with(token, 3, flipped(mac, 0)), SEGMENT),
                row("MAC tampered at its end", with(token, 3, flipped(mac, 42)), SEGMENT),
                row("MAC in a second spelling", with(token, 3, respelt(mac)), SEGMENT),
                row("MAC padded", token + "=", SEGMENT),
                row("MAC cut", with(token, 3, mac.substring(0, 42)), SEGMENT),
                row("MAC empty", with(token, 3, "") + ".", SEGMENT),
                row("MAC missing", token.substring(0, token.lastIndexOf('.')), SEGMENT),
                row("MAC of another token", with(token, 3, part(other, 3)), SEGMENT),
                row("a part too many", token + ".x", SEGMENT));
    }

    private static List<Row> keys() {
        var payload = payload("session-1", "titles/t1/p1/");
        return List.of(
                row("retired key", signed(RETIRED, payload), SEGMENT),
                row("unknown key", signed(key("k9", 9, State.SIGNING), payload), SEGMENT),
                row("another secret under a live key's id", signed(key("k2", 9, State.SIGNING), payload), SEGMENT),
                row("the key id in upper case", with(good(), 1, "K2"), SEGMENT));
    }

    private static List<Row> scopes() {
        return List.of(
                row("another title", of("titles/t2/p1/"), SEGMENT),
                row("another publication of the title", of("titles/t1/p2/"), SEGMENT),
                row("t1 does not open t10", good(), "titles/t10/p1/v/seg-1.m4s"),
                row("p1 does not open p10", good(), "titles/t1/p10/v/seg-1.m4s"),
                row("p10 does not open p1", of("titles/t1/p10/"), SEGMENT),
                row("nothing outside the titles", good(), "sources/s1/part-000001"));
    }

    private static List<Row> dots() {
        return Stream.of(
                        "titles/t1/p1/../p10/v/seg-1.m4s",
                        "titles/t1/p1/v/../v/seg-1.m4s",
                        "titles/t1/p1/./v/seg-1.m4s",
                        "titles/t1/p1/v/..",
                        "titles/t1/p1/v/.",
                        "titles/t1/p1/%2e%2e/p10/v/seg-1.m4s",
                        "titles/t1/p1/%2E%2E/p10/v/seg-1.m4s",
                        "titles/t1/p1/.%2e/p10/v/seg-1.m4s",
                        "titles/t1/p1/..%2fp10/v/seg-1.m4s",
                        "titles/t1/p1/..%2Fp10/v/seg-1.m4s",
                        "titles/t1/p1/..%5cp10/v/seg-1.m4s",
                        "titles/t1/p1/%252e%252e/p10/v/seg-1.m4s",
                        "titles/t1/p1/..%252fp10/v/seg-1.m4s",
                        "titles/t1/p1/v/seg-1%2em4s",
                        "titles/t1/p1/v/%73eg-1.m4s",
                        "titles/t1/p1/..;/p10/v/seg-1.m4s",
                        "../" + good() + "/" + SEGMENT)
                .map(path -> row("dots and percent signs: " + path.replace(good(), "TOKEN"), good(), path)
                        .or(400, 404))
                .toList();
    }

    private static List<Row> slashesAndCase() {
        var token = good();
        return List.of(
                row("two slashes before the token", "//" + token + "/" + SEGMENT),
                row("two slashes behind the token", "/" + token + "//" + SEGMENT),
                row("two slashes within", token, "titles/t1/p1//v/seg-1.m4s"),
                row("two slashes before the name", token, "titles/t1/p1/v//seg-1.m4s"),
                row("a slash at the end", token, SEGMENT + "/"),
                row("the token in upper case", token.toUpperCase(Locale.ROOT), SEGMENT),
                row("the token in lower case", token.toLowerCase(Locale.ROOT), SEGMENT),
                row("the prefix in upper case", token, "TITLES/T1/P1/v/seg-1.m4s"),
                row("the title in upper case", token, "titles/T1/p1/v/seg-1.m4s"),
                row("the publication in upper case", token, "titles/t1/P1/v/seg-1.m4s"),
                row("a dot of the token encoded", token.replaceFirst("\\.", "%2E"), SEGMENT)
                        .or(400));
    }

    private static List<Row> characters() {
        var path = "titles/t1/p1/v/seg-1.m4s";
        var encoded = Stream.of(
                        "%00", "%0a", "%0d%0aX-Header:%20x", "%09", "%20", "%7f", "%", "%zz", "%c0%ae", "%u002e")
                .map(end -> row("not of the class: " + end, good(), path + end).or(400, 404));
        var raw = Stream.of("\t", "\u0000", "\u0001", "\u007f", "\\", "^", "\"", "<")
                .map(end -> new Row(
                                "not of HTTP: U+%04x".formatted((int) end.charAt(0)),
                                "GET",
                                "/" + good() + "/" + path + end + "x",
                                NOW,
                                null,
                                null,
                                null,
                                List.of(),
                                400,
                                List.of(),
                                null)
                        .or(403, 404));
        var plain = Stream.of(";x=1", "*", "+", "~", "!", ",", ":")
                .map(end -> row("not of the class: " + end, good(), path + end).or(400, 404));
        return Stream.of(encoded, raw, plain).flatMap(rows -> rows).toList();
    }

    /// Signed by a live key, and yet no token.
    private static List<Row> fields() {
        var scope = "titles/t1/p1/";
        return Stream.of(
                        field("no expiry", "session-1", START, "", scope),
                        field("no field for the expiry", "session-1", START, scope),
                        field("no scope", "session-1", START, END, ""),
                        field("no field for the scope", "session-1", START, END),
                        field("no session", "", START, END, scope),
                        field("no not-before", "session-1", "", END, scope),
                        field("a field too many", "session-1", START, END, scope, "x"),
                        field("expiry is no number", "session-1", START, "never", scope),
                        field("expiry with a sign", "session-1", START, "+" + END, scope),
                        field("expiry with a leading zero", "session-1", START, "0" + END, scope),
                        field("expiry negative", "session-1", START, "-1", scope),
                        field("expiry of twelve digits", "session-1", START, "999999999999", scope),
                        field("expiry before not-before", "session-1", END, START, scope),
                        field("scope is everything", "session-1", START, END, "/"),
                        field("scope is all titles", "session-1", START, END, "titles/"),
                        field("scope is a whole title", "session-1", START, END, "titles/t1/"),
                        field("scope without its last slash", "session-1", START, END, "titles/t1/p1"),
                        field("scope with a first slash", "session-1", START, END, "/titles/t1/p1/"),
                        field("scope with dots", "session-1", START, END, "titles/t1/../"),
                        field("scope with a star", "session-1", START, END, "titles/t1/*/"),
                        field("scope in a folder below", "session-1", START, END, "titles/t1/p1/v/"),
                        row("payload in a second spelling, signed", withMac(spelling("1.k2."), SIGNING), SEGMENT),
                        row("payload is no base64url, signed", withMac("1.k2.a+b", SIGNING), SEGMENT),
                        row("payload with padding, signed", withMac("1.k2." + part(good(), 2) + "=", SIGNING), SEGMENT),
                        row("payload is garbage, signed", withMac("1.k3.AAAA", ACCEPTED), SEGMENT))
                .toList();
    }

    private static String spelling(String head) {
        // A session of a length that leaves unused bits in the last letter.
        for (var session = "session-1"; ; session += "x") {
            var token = signed(SIGNING, payload(session, "titles/t1/p1/"));
            if (part(token, 2).length() % 4 != 0) {
                return head + respelt(part(token, 2));
            }
        }
    }

    private static List<Row> denied() {
        var session = new Denial(Denial.Kind.SESSION, "session-1", TO);
        var publication = new Denial(Denial.Kind.PUBLICATION, "p1", TO);
        return List.of(
                row("denied session", good(), SEGMENT).denied(session),
                row("denied session, the other key", signed(ACCEPTED, payload("session-1", "titles/t1/p1/")), SEGMENT)
                        .denied(session),
                row("denied session, a range", good(), SEGMENT).denied(session).range("bytes=0-9"),
                row("denied publication", good(), SEGMENT).denied(publication),
                row("denied publication, any session", signed(SIGNING, payload("session-2", "titles/t1/p1/")), SEGMENT)
                        .denied(publication),
                row("denied twice", good(), SEGMENT).denied(session, publication),
                row("denied and expired", good(), SEGMENT)
                        .denied(new Denial(Denial.Kind.SESSION, "session-1", TO.plusSeconds(60)))
                        .at(TO));
    }

    private static Row field(String name, String... fields) {
        return row(name + ", signed", signed(SIGNING, payload(fields)), SEGMENT);
    }

    private static Row row(String name, String token, String path) {
        return row(name, token, path, 403);
    }

    private static Row row(String name, String token, String path, int verdict) {
        return new Row(
                name, "GET", "/" + token + "/" + path, NOW, null, null, null, List.of(), verdict, List.of(), null);
    }

    private static Row row(String name, String path) {
        return new Row(name, "GET", path, NOW, null, null, null, List.of(), 403, List.of(), null);
    }
}
