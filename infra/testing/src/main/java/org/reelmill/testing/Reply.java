package org.reelmill.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.reelmill.samples.Throttle;

/// What a [Behaviour] says on the wire, byte by byte if it likes. Counts what is sent after the
/// head.
public final class Reply {

    private final Socket socket;
    private final OutputStream out;
    private final AtomicLong bytes = new AtomicLong();
    private volatile int status;

    Reply(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /// Sends a status line and headers, each as `Name: value`. The connection is closed after the
    /// answer.
    public void head(int code, String... headers) throws IOException {
        status = code;
        var head = new StringBuilder("HTTP/1.1 " + code + " Misbehaving\r\nConnection: close\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(Asked.ascii(head.append("\r\n").toString()));
        out.flush();
    }

    /// Sends content.
    public void send(byte[] content) throws IOException {
        stream(Throttle.NONE).write(content);
    }

    /// A stream that sends content no faster than the throttle lets it.
    public OutputStream stream(Throttle throttle) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] content, int offset, int length) throws IOException {
                for (var sent = 0; sent < length; ) {
                    var portion = throttle.portion(length - sent);
                    throttle.pass(portion);
                    // Counted first, so that who has received it finds it counted.
                    bytes.addAndGet(portion);
                    out.write(content, offset + sent, portion);
                    sent += portion;
                }
            }
        };
    }

    /// Says nothing until the other side, or the server, hangs up.
    public void hang() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /// Closes the connection by a reset, so that the other side cannot take it for the end of the
    /// content.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void pause(long milliseconds) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    int status() {
        return status;
    }

    long bytes() {
        return bytes.get();
    }
}
