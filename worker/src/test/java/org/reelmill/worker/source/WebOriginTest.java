package org.reelmill.worker.source;

import java.net.URI;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;

/// [OriginContract] with a server on the web.
class WebOriginTest extends OriginContract {

    private static final String PATH = "/" + NAME.replace(" ", "%20");

    @Override
    URI put(byte[] bytes) {
        server.on(PATH, Behaviour.good(TYPE, Body.of(bytes)));
        return server.address(PATH);
    }

    @Override
    void remove() {
        server.on(PATH, Behaviour.status(404));
    }
}
