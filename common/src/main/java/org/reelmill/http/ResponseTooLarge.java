package org.reelmill.http;

import java.io.IOException;

/// A server sent more bytes than the caller wanted, counted after decompression.
public final class ResponseTooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    ResponseTooLarge(String host, long maxBytes) {
        super(host + " sent more than the " + maxBytes + " bytes that are allowed for this.");
        this.maxBytes = maxBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
