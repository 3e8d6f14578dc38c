package org.reelmill.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.reelmill.title.Ids;

/// One object as the answer to one request: conditions first, then ranges (RFC 9110 §13.2.2), then bytes.
record ObjectAnswer(Request request, Response response, CacheFile file) {

    /// Below this, reading the file is cheaper than handing it to the kernel.
    private static final int SENDFILE_FROM = 64 * 1024;

    private static final int PIECE = 128 * 1024;

    void send() throws IOException {
        var head = file.head();
        describe(head);
        var conditions = new Conditions(request, head.etag(), head.lastModified());
        if (conditions.fail()) {
            EdgeAdapter.refuse(response, 412, "The object is another version.");
            return;
        }
        if (conditions.sayUnchanged()) {
            response.setStatus(304);
            return;
        }
        response.setContentTypeNoCharset(head.contentType());
        var range = request.getHeader("Range");
        if (range == null || !request.getMethod().equals("GET") || !conditions.allowRange()) {
            sendWhole();
            return;
        }
        switch (RangeHeader.parse(range, head.bytes())) {
            case RangeHeader.Ignored() -> sendWhole();
            case RangeHeader.Unsatisfiable() -> {
                response.setHeader("Content-Range", "bytes */" + head.bytes());
                EdgeAdapter.refuse(response, 416, "The object ends before these bytes.");
            }
            case RangeHeader.Parts(List<ByteRange> ranges) when ranges.size() == 1 -> sendPart(ranges.getFirst());
            case RangeHeader.Parts(List<ByteRange> ranges) -> sendParts(ranges);
        }
    }

    private void describe(ObjectHead head) {
        response.setHeader("ETag", head.etag());
        response.setHeader("Last-Modified", Conditions.httpDate(head.lastModified()));
        response.setHeader("Cache-Control", head.cacheControl());
        response.setHeader("Accept-Ranges", "bytes");
        if (head.contentEncoding() != null) {
            response.setHeader("Content-Encoding", head.contentEncoding());
        }
    }

    private void sendWhole() throws IOException {
        response.setStatus(200);
        response.setContentLength(file.head().bytes());
        sendBytes(new ByteRange(0, file.head().bytes() - 1));
    }

    private void sendPart(ByteRange range) throws IOException {
        response.setStatus(206);
        response.setHeader("Content-Range", range.contentRange(file.head().bytes()));
        response.setContentLength(range.bytes());
        sendBytes(range);
    }

    private void sendBytes(ByteRange range) throws IOException {
        if (request.getMethod().equals("HEAD") || range.bytes() == 0) {
            return;
        }
        if (range.bytes() < SENDFILE_FROM || !request.getSendfile()) {
            copy(range);
            return;
        }
        // The connector hands the file to the kernel once this request is answered; a slow reader holds no
        // thread.
        request.setAttribute(Constants.SENDFILE_FILENAME_ATTR, file.path().toString());
        request.setAttribute(Constants.SENDFILE_FILE_START_ATTR, CacheFile.BODY_AT + range.first());
        request.setAttribute(Constants.SENDFILE_FILE_END_ATTR, CacheFile.BODY_AT + range.last() + 1);
    }

    /// `multipart/byteranges` (RFC 9110 §14.6): each part has its own Content-Range, the whole has none.
    private void sendParts(List<ByteRange> ranges) throws IOException {
        var boundary = Ids.next();
        var type = file.head().contentType();
        var heads = ranges.stream()
                .map(range -> ascii("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                        + range.contentRange(file.head().bytes()) + "\r\n\r\n"))
                .toList();
        var end = ascii("\r\n--" + boundary + "--\r\n");
        response.setStatus(206);
        response.setContentTypeNoCharset("multipart/byteranges; boundary=" + boundary);
        response.setContentLength(heads.stream().mapToLong(head -> head.length).sum()
                + ranges.stream().mapToLong(ByteRange::bytes).sum()
                + end.length);
        for (var i = 0; i < ranges.size(); i++) {
            response.doWrite(ByteBuffer.wrap(heads.get(i)));
            copy(ranges.get(i));
        }
        response.doWrite(ByteBuffer.wrap(end));
    }

    private void copy(ByteRange range) throws IOException {
        for (var at = range.first(); at <= range.last(); at += PIECE) {
            response.doWrite(file.bytes(new ByteRange(at, Math.min(at + PIECE - 1, range.last()))));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
