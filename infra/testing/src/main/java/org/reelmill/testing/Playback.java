package org.reelmill.testing;

import com.microsoft.playwright.Page;
import java.util.Map;

/// How any film plays in the first video element of a [Browser]'s page, whatever player feeds it.
///
/// @param seconds the film's length, as the player has it
/// @param width of the picture, in dots
/// @param height of the picture, in dots
/// @param frames pictures that were decoded
/// @param soundBytes of sound that were decoded, compressed
/// @param began whether it played on from where it stood
/// @param ended whether it came to its end after a seek to shortly before
public record Playback(
        double seconds, int width, int height, int frames, long soundBytes, boolean began, boolean ended) {

    private static final String PLAY = """
            async () => {
              const video = document.querySelector('video');
              const holds = condition => new Promise(resolve => {
                const until = performance.now() + 30000;
                const look = () => condition() || performance.now() > until ? resolve(condition()) : setTimeout(look, 50);
                look();
              });
              await video.play();
              const from = video.currentTime;
              const seconds = video.duration;
              const began = await holds(() => video.ended || video.currentTime >= Math.min(from + 1, seconds - 0.1));
              if (seconds - video.currentTime > 3) {
                video.currentTime = seconds - 1.5;
              }
              const ended = await holds(() => video.ended);
              return {
                seconds, began, ended,
                width: video.videoWidth,
                height: video.videoHeight,
                frames: video.getVideoPlaybackQuality().totalVideoFrames,
                sound: video.webkitAudioDecodedByteCount,
              };
            }
            """;

    /// Plays for a second, seeks to shortly before the end, and plays to the end.
    public static Playback of(Page page) {
        var seen = (Map<?, ?>) page.evaluate(PLAY);
        return new Playback(
                number(seen, "seconds").doubleValue(),
                number(seen, "width").intValue(),
                number(seen, "height").intValue(),
                number(seen, "frames").intValue(),
                number(seen, "sound").longValue(),
                Boolean.TRUE.equals(seen.get("began")),
                Boolean.TRUE.equals(seen.get("ended")));
    }

    private static Number number(Map<?, ?> seen, String name) {
        if (seen.get(name) instanceof Number number) {
            return number;
        }
        throw new AssertionError("The page has no " + name + ": " + seen);
    }
}
