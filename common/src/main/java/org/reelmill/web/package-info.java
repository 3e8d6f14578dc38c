/// What the HTTP APIs of all apps share: who is calling, and errors as problem+json (RFC 9457).
@NullMarked
package org.reelmill.web;

import org.jspecify.annotations.NullMarked;
