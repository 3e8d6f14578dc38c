package org.reelmill.embedded;

import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.qpid.server.util.urlstreamhandler.classpath.Handler;

/// Teaches the JVM `classpath:` URLs, by which Qpid reads its defaults.
///
/// Qpid's own registration fails in a Boot fat jar, and a JVM takes one handler factory only, which is
/// Tomcat's here.
final class ClasspathUrls {

    static {
        TomcatURLStreamHandlerFactory.getInstance()
                .addUserFactory(protocol -> "classpath".equals(protocol) ? new Handler() : null);
    }

    private ClasspathUrls() {}

    /// Registers once for the life of the JVM.
    static void register() {
        // The static initializer has done it.
    }
}
