/// The web app: catalogue, requests, playback and the viewer pages.
@NullMarked
package org.reelmill.serving;

import org.jspecify.annotations.NullMarked;
