package org.reelmill.pipeline.verify;

/// What a check has seen and found.
///
/// @param objects that were looked at
/// @param bytes that were read
/// @param restored playlists that were put back from the record
/// @param repairs objects that a worker was told to make again
/// @param renewed films that are ingested anew
public record Checked(long objects, long bytes, long missing, long damaged, long restored, long repairs, long renewed) {

    public static final Checked NOTHING = new Checked(0, 0, 0, 0, 0, 0, 0);
}
