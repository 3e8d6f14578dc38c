package org.reelmill.title;

import org.jspecify.annotations.Nullable;

/// Why an ingest or a task ended without its result, in words for an operator.
///
/// @param code stable, for programs: `not-a-film`, `source-gone`, `no-video`, `encoder-failed`
/// @param reason a sentence that says what is wrong and what to do
/// @param detail last lines of a tool's output, without links or secrets; or what was found in the film
public record Failure(String code, String reason, @Nullable String detail) {}
