package org.reelmill.app.doctor;

import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ffmpeg.sandbox.SandboxState;

/// What ffmpeg, which reads what strangers send, is kept from on this machine.
final class SandboxFinding {

    private static final String PART = "sandbox";

    private SandboxFinding() {}

    static Finding of(FfmpegProperties properties) {
        try {
            SandboxState state = properties.inSandbox().state();
            return state.isWhole()
                    ? Finding.ok(PART, state.toString())
                    : Finding.warning(PART, state + ". docs/decisions/0012 says what each needs.");
        } catch (IllegalStateException required) {
            return Finding.broken(PART, String.valueOf(required.getMessage()));
        }
    }
}
