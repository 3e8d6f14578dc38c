package org.reelmill.edge;

import org.jspecify.annotations.Nullable;

/// An object as the cache knows it.
///
/// @param freshUntil by [System#nanoTime]; null means for ever
record CachedObject(
        CacheFile file, Standing standing, @Nullable Long freshUntil) {

    /// How far the file is trusted.
    enum Standing {
        /// Written by an earlier run: its bytes are to be checked before the first use.
        FOUND,
        /// Written or checked by this run.
        CHECKED
    }

    static CachedObject found(CacheFile file) {
        return new CachedObject(file, Standing.FOUND, null);
    }

    static CachedObject fetched(CacheFile file, long since) {
        var freshFor = file.head().freshFor();
        return new CachedObject(
                file,
                Standing.CHECKED,
                freshFor.map(lifetime -> since + lifetime.toNanos()).orElse(null));
    }

    ObjectHead head() {
        return file.head();
    }

    boolean isFresh() {
        return freshUntil == null || System.nanoTime() - freshUntil < 0;
    }

    boolean isUsable() {
        return standing == Standing.CHECKED && isFresh() && file.isUntouched();
    }
}
