package org.reelmill.edge;

import static org.reelmill.edge.VectorTokens.ACCEPTED;
import static org.reelmill.edge.VectorTokens.FROM;
import static org.reelmill.edge.VectorTokens.NOW;
import static org.reelmill.edge.VectorTokens.SIGNING;
import static org.reelmill.edge.VectorTokens.TO;
import static org.reelmill.edge.VectorTokens.good;
import static org.reelmill.edge.VectorTokens.of;
import static org.reelmill.edge.VectorTokens.payload;
import static org.reelmill.edge.VectorTokens.signed;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reelmill.edge.Vectors.Row;
import org.reelmill.edge.Vectors.StoredFile;
import org.reelmill.signing.Denial;

/// The rows of the vectors whose token is good: what is sent, and of it which bytes.
final class AllowedRows {

    static final List<StoredFile> OBJECTS = List.of(
            new StoredFile("titles/t1/p1/main.m3u8", 300, "application/vnd.apple.mpegurl"),
            new StoredFile("titles/t1/p1/now/v.m3u8", 200, "application/vnd.apple.mpegurl"),
            new StoredFile("titles/t1/p1/v/init.mp4", 700, "video/mp4"),
            new StoredFile("titles/t1/p1/v/seg-1.m4s", 1000, "video/iso.segment"),
            new StoredFile("titles/t1/p1/v/big.m4s", 3_000_000, "video/iso.segment"),
            new StoredFile("titles/t1/p1/v/Seg_2..x.m4s", 10, "video/iso.segment"),
            new StoredFile("titles/t1/p1/v/...", 11, "video/iso.segment"),
            new StoredFile("titles/t1/p1/text/empty.vtt", 0, "text/vtt"),
            new StoredFile("titles/t1/p10/v/seg-1.m4s", 1001, "video/iso.segment"),
            new StoredFile("titles/t10/p1/v/seg-1.m4s", 1002, "video/iso.segment"));

    private static final String SEGMENT = "titles/t1/p1/v/seg-1.m4s";
    private static final String EMPTY = "titles/t1/p1/text/empty.vtt";

    private AllowedRows() {}

    static Stream<Row> all() {
        return Stream.of(
                        whole(),
                        missing(),
                        denials(),
                        single(),
                        unsatisfiable(),
                        ignored(),
                        several(),
                        conditions(),
                        methods())
                .flatMap(List::stream);
    }

    private static List<Row> whole() {
        var keys = Stream.of(SIGNING, ACCEPTED)
                .flatMap(key -> Stream.of(
                        row("segment, " + key.state(), signed(key, payload("s", "titles/t1/p1/")), SEGMENT, 200),
                        row("range, " + key.state(), signed(key, payload("s", "titles/t1/p1/")), SEGMENT, 206)
                                .range("bytes=0-9")
                                .giving("bytes 0-9/1000")));
        var objects = OBJECTS.stream()
                .map(object -> row(
                        "whole " + object.key(),
                        of(object.key().replaceFirst("^(titles/[^/]+/[^/]+/).*", "$1")),
                        object.key(),
                        200));
        var rest = Stream.of(
                row("another session", signed(SIGNING, payload("Other_session-2", "titles/t1/p1/")), SEGMENT, 200),
                row("in its first second", good(), SEGMENT, 200).at(FROM),
                row("in its last second", good(), SEGMENT, 200).at(TO.minusSeconds(1)),
                row("a query is ignored", good(), SEGMENT + "?x=1&y=../..", 200),
                row("an empty query is ignored", good(), SEGMENT + "?", 200));
        return Stream.of(keys, objects, rest).flatMap(rows -> rows).toList();
    }

    private static List<Row> missing() {
        return List.of(
                row("no such object", good(), "titles/t1/p1/v/seg-9.m4s", 404),
                row("a folder", good(), "titles/t1/p1/v", 404),
                row("a name in other case", good(), "titles/t1/p1/v/SEG-1.M4S", 404),
                row("a range of nothing", good(), "titles/t1/p1/v/seg-9.m4s", 404)
                        .range("bytes=0-9"));
    }

    private static List<Row> denials() {
        return List.of(
                row("another session is denied", good(), SEGMENT, 200)
                        .denied(new Denial(Denial.Kind.SESSION, "session-10", TO)),
                row("another publication is denied", good(), SEGMENT, 200)
                        .denied(new Denial(Denial.Kind.PUBLICATION, "p10", TO)),
                row("a publication has the session's name", good(), SEGMENT, 200)
                        .denied(new Denial(Denial.Kind.PUBLICATION, "session-1", TO)),
                row("the denial has ended", good(), SEGMENT, 200)
                        .denied(new Denial(Denial.Kind.SESSION, "session-1", NOW)));
    }

    private static List<Row> single() {
        return List.of(
                part("the first bytes", "bytes=0-99", "bytes 0-99/1000"),
                part("bytes within", "bytes=500-599", "bytes 500-599/1000"),
                part("one byte", "bytes=0-0", "bytes 0-0/1000"),
                part("the last byte", "bytes=999-999", "bytes 999-999/1000"),
                part("from a byte on", "bytes=990-", "bytes 990-999/1000"),
                part("all as a range", "bytes=0-", "bytes 0-999/1000"),
                part("the last ten", "bytes=-10", "bytes 990-999/1000"),
                part("the last one", "bytes=-1", "bytes 999-999/1000"),
                part("a suffix longer than all", "bytes=-5000", "bytes 0-999/1000"),
                part("an end past the last byte", "bytes=900-5000", "bytes 900-999/1000"),
                part("an end beyond all numbers", "bytes=900-99999999999999999999999", "bytes 900-999/1000")
                        .or(416),
                part("leading zeros", "bytes=000-009", "bytes 0-9/1000"),
                part("the unit in upper case", "Bytes=0-9", "bytes 0-9/1000").or(200),
                part("an empty element in the list", "bytes=0-9,", "bytes 0-9/1000")
                        .or(200, 416),
                part("one of two is beyond", "bytes=0-9,5000-", "bytes 0-9/1000"),
                row("a range of a playlist", good(), "titles/t1/p1/main.m3u8", 206)
                        .range("bytes=100-199")
                        .giving("bytes 100-199/300"),
                row("a large range", good(), "titles/t1/p1/v/big.m4s", 206)
                        .range("bytes=1000001-2999998")
                        .giving("bytes 1000001-2999998/3000000"));
    }

    private static List<Row> unsatisfiable() {
        return List.of(
                beyond("the first byte is the length", "bytes=1000-"),
                beyond("the first byte is beyond", "bytes=5000-6000"),
                beyond("the first byte is beyond all numbers", "bytes=99999999999999999999999-"),
                beyond("the last none", "bytes=-0"),
                beyond("two, both beyond", "bytes=1000-1001,2000-"),
                row("a range of nothing at all", good(), EMPTY, 416)
                        .range("bytes=0-")
                        .giving("bytes */0")
                        .or(200));
    }

    private static List<Row> ignored() {
        return Stream.of(
                        "seconds=0-9",
                        "bytes",
                        "bytes=",
                        "bytes=-",
                        "bytes=a-b",
                        "bytes=0-9x",
                        "bytes=5-2",
                        "bytes 0-9",
                        "bytes=0-9;0-9",
                        "bytes=1.5-9",
                        "bytes=-5-9",
                        "bytes=,")
                .map(range -> row("ignored: " + range, good(), SEGMENT, 200)
                        .range(range)
                        .or(416))
                .toList();
    }

    private static List<Row> several() {
        var many = "bytes=" + IntStream.range(0, 450).mapToObj(i -> i + "-" + i).collect(Collectors.joining(","));
        return List.of(
                row("two ranges", good(), SEGMENT, 206)
                        .range("bytes=0-9,990-999")
                        .or(200),
                row("two ranges with spaces", good(), SEGMENT, 206)
                        .range("bytes=0-9, -10")
                        .or(200),
                row("two ranges, the later first", good(), SEGMENT, 206)
                        .range("bytes=500-509,0-9")
                        .or(200),
                row("450 ranges", good(), SEGMENT, 200).range(many).or(416),
                row("overlapping ranges", good(), SEGMENT, 200)
                        .range("bytes=0-,0-,0-")
                        .or(206, 416));
    }

    private static List<Row> conditions() {
        var ten = "bytes 0-9/1000";
        return List.of(
                part("If-Range, this tag", "bytes=0-9", ten).ifRange("{etag}"),
                part("If-Range, this date", "bytes=0-9", ten).ifRange("{lastModified}"),
                row("If-Range, another tag", good(), SEGMENT, 200)
                        .range("bytes=0-9")
                        .ifRange("\"other\""),
                row("If-Range, this tag but weak", good(), SEGMENT, 200)
                        .range("bytes=0-9")
                        .ifRange("W/{etag}"),
                row("If-Range, a later date", good(), SEGMENT, 200)
                        .range("bytes=0-9")
                        .ifRange("Fri, 31 Dec 2100 23:59:59 GMT"),
                row("If-Range, an earlier date", good(), SEGMENT, 200)
                        .range("bytes=0-9")
                        .ifRange("Thu, 01 Jan 2015 00:00:00 GMT"),
                row("If-Range, garbage", good(), SEGMENT, 200)
                        .range("bytes=0-9")
                        .ifRange("garbage"),
                row("If-Range without a range", good(), SEGMENT, 200).ifRange("\"other\""),
                row("If-Range, another tag, range beyond", good(), SEGMENT, 200)
                        .range("bytes=5000-")
                        .ifRange("\"other\""),
                row("If-None-Match, this tag", good(), SEGMENT, 304).ifNoneMatch("{etag}"),
                row("If-None-Match, this tag and a range", good(), SEGMENT, 304)
                        .range("bytes=0-9")
                        .ifNoneMatch("{etag}"),
                row("If-None-Match, this tag weakly", good(), SEGMENT, 304).ifNoneMatch("W/{etag}"),
                row("If-None-Match, in a list", good(), SEGMENT, 304).ifNoneMatch("\"a\", {etag}"),
                row("If-None-Match, any", good(), SEGMENT, 304).ifNoneMatch("*"),
                row("If-None-Match, another tag", good(), SEGMENT, 200).ifNoneMatch("\"other\""),
                part("If-None-Match, another tag, and a range", "bytes=0-9", ten)
                        .ifNoneMatch("\"other\""));
    }

    private static List<Row> methods() {
        return List.of(
                row("HEAD", good(), SEGMENT, 200).by("HEAD"),
                row("HEAD ignores a range", good(), SEGMENT, 200)
                        .by("HEAD")
                        .range("bytes=0-9")
                        .or(206),
                row("HEAD of nothing", good(), "titles/t1/p1/none", 404).by("HEAD"),
                row("OPTIONS", good(), SEGMENT, 204).by("OPTIONS").or(200),
                row("POST", good(), SEGMENT, 405).by("POST").or(403),
                row("PUT", good(), SEGMENT, 405).by("PUT").or(403),
                row("DELETE", good(), SEGMENT, 405).by("DELETE").or(403));
    }

    private static Row part(String name, String range, String contentRange) {
        return row(name, good(), SEGMENT, 206).range(range).giving(contentRange);
    }

    private static Row beyond(String name, String range) {
        return row(name, good(), SEGMENT, 416).range(range).giving("bytes */1000");
    }

    private static Row row(String name, String token, String path, int verdict) {
        return new Row(
                name, "GET", "/" + token + "/" + path, NOW, null, null, null, List.of(), verdict, List.of(), null);
    }
}
