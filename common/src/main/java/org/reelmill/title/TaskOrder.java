package org.reelmill.title;

import java.util.Map;

/// What the plan of an ingest says of one of its tasks.
///
/// @param name unique within the ingest, e.g. `video-early-0003`; letters, digits, `-`
/// @param place in the plan; lower goes first
/// @param weight share of the whole work
public record TaskOrder(TaskKind kind, String name, long place, double weight, Map<String, Object> work) {}
