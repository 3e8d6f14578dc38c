package org.reelmill.embedded;

import java.util.Map;
import java.util.Optional;

/// Sees each command before the document store runs it. One that the class path offers as a service is used
/// by every store of the JVM: so tests learn what the product sends.
@FunctionalInterface
public interface CommandWitness {

    /// @param command its name
    /// @param arguments the whole command; embedded documents are maps, too
    /// @return why it must not run; the client gets that as an error
    Optional<String> objection(String command, Map<String, Object> arguments);
}
