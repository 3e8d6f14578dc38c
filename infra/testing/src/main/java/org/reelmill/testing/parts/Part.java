package org.reelmill.testing.parts;

/// A running part of the installation: a broker, a store, a database.
public interface Part extends AutoCloseable {

    Location location();

    /// Stops it; its data stay in its directory. May be repeated.
    @Override
    void close();
}
