package org.reelmill.worker.encode;

import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.fmp4.AacTrack;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.OutputGrid;

/// The command line that encodes one sound track whole, as a row of AAC frames in `audio.aac`.
final class AudioCommand {

    static final String FILE = "audio.aac";

    private AudioCommand() {}

    static List<String> arguments(AudioJob job) {
        OutputGrid grid = job.plan().grid();
        long samples = AudioGrid.of(job.plan()).frames() * AacTrack.FRAME;
        var filters = new StringBuilder();
        // The picture's first frame is 0: sound before it is cut, silence fills what is missing up to it.
        filters.append("asetpts=PTS-(")
                .append(VideoCommand.seconds(grid.origin()))
                .append(")/TB,");
        // Gaps are filled and overlaps cut where they would be seen; milliseconds of Matroska are no gaps.
        filters.append("aresample=").append(AacTrack.TIMESCALE).append(":async=1:min_hard_comp=0.03:first_pts=0,");
        filters.append("aformat=sample_fmts=fltp:channel_layouts=")
                .append(layout(job.audio()))
                .append(',');
        filters.append("apad=whole_len=")
                .append(samples)
                .append(",atrim=end_sample=")
                .append(samples);
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-threads", "1"));
        arguments.addAll(job.input().arguments("-copyts", "-vn", "-sn", "-dn"));
        arguments.addAll(List.of("-map", "0:" + job.audio().stream()));
        arguments.addAll(List.of("-af", filters.toString()));
        arguments.addAll(List.of("-c:a", "aac"));
        arguments.addAll(List.of("-b:a", job.audio().kbps() + "k"));
        // Written as it comes, so that segments can be cut while the rest is still being encoded.
        arguments.addAll(List.of("-flush_packets", "1"));
        arguments.addAll(List.of("-f", "adts"));
        arguments.add(FILE);
        return List.copyOf(arguments);
    }

    // AAC's own 5.1 has its surrounds behind; sound with them at the sides is mapped to it, channel by
    // channel.
    private static String layout(AudioPlan audio) {
        return audio.channels() > 2 ? "5.1" : "stereo";
    }
}
