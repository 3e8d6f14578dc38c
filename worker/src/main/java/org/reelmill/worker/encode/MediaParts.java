package org.reelmill.worker.encode;

import org.reelmill.worker.ffmpeg.EncoderFingerprint;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.probe.Prober;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what deals with media: ffmpeg, probe, plan and the encoders. The worker app imports it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FfmpegProperties.class, Ladder.class})
public class MediaParts {

    @Bean
    Ffmpeg ffmpeg(FfmpegProperties properties) {
        return new Ffmpeg(properties);
    }

    @Bean
    EncoderFingerprint encoderFingerprint(Ffmpeg ffmpeg) {
        return EncoderFingerprint.of(ffmpeg);
    }

    @Bean
    Prober prober(Ffmpeg ffmpeg) {
        return new Prober(ffmpeg);
    }

    @Bean
    Planner planner() {
        return new Planner(EncodeSpeed.guessed());
    }

    @Bean
    ChunkEncoder chunkEncoder(Ffmpeg ffmpeg) {
        return new ChunkEncoder(ffmpeg);
    }

    @Bean
    AudioEncoder audioEncoder(Ffmpeg ffmpeg) {
        return new AudioEncoder(ffmpeg);
    }

    @Bean
    TextConverter textConverter(Ffmpeg ffmpeg) {
        return new TextConverter(ffmpeg);
    }

    @Bean
    PosterFrame posterFrame(Ffmpeg ffmpeg) {
        return new PosterFrame(ffmpeg);
    }
}
