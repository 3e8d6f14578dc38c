package org.reelmill.title;

import java.util.EnumSet;
import java.util.Set;

/// The life of one ingest: `QUEUED → OPENING → ENCODING → PLAYABLE → READY`, or one of the ends that are
/// none. Whether it is paused is another matter, see [Pauses].
public enum IngestState {
    QUEUED,
    OPENING,
    ENCODING,
    /// The growing playlists can be played.
    PLAYABLE,
    /// The publication is complete and stands in the final playlists.
    READY,
    CANCELLED,
    /// The source is no good; never tried again by itself.
    REJECTED,
    /// We are at fault; an operator can redrive it.
    FAILED;

    /// The states that this one may change to.
    public Set<IngestState> next() {
        return switch (this) {
            case QUEUED -> EnumSet.of(OPENING, CANCELLED, REJECTED, FAILED);
            case OPENING -> EnumSet.of(ENCODING, CANCELLED, REJECTED, FAILED);
            case ENCODING -> EnumSet.of(PLAYABLE, READY, CANCELLED, REJECTED, FAILED);
            case PLAYABLE -> EnumSet.of(READY, CANCELLED, REJECTED, FAILED);
            case FAILED -> EnumSet.of(QUEUED, CANCELLED);
            case READY, CANCELLED, REJECTED -> EnumSet.noneOf(IngestState.class);
        };
    }

    public boolean mayBecome(IngestState other) {
        return next().contains(other);
    }

    /// Whether work goes on, or will by itself.
    public boolean isActive() {
        return switch (this) {
            case QUEUED, OPENING, ENCODING, PLAYABLE -> true;
            case READY, CANCELLED, REJECTED, FAILED -> false;
        };
    }
}
