package org.reelmill.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// An object on its way from the store, for the caller to close.
///
/// @param contentType as stored
/// @param cacheControl as stored; empty where nothing was
public record Download(StoredObject object, String contentType, String cacheControl, InputStream body)
        implements Closeable {

    @Override
    public void close() throws IOException {
        body.close();
    }
}
