package org.reelmill.http;

import java.time.Duration;

/// What one request may cost.
///
/// @param maxBytes of the body, after decompression; reading more throws [ResponseTooLarge]
/// @param total time for everything, from the first look-up to the last byte, redirects included
public record Limits(long maxBytes, Duration total) {}
