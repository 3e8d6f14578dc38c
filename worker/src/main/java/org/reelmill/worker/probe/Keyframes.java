package org.reelmill.worker.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The keyframes of a picture track and where they lie, heard packet by packet, in the order of the bytes.
final class Keyframes implements Consumer<String> {

    /// A picture that can be decoded without the ones before it.
    ///
    /// @param micros when it is shown, on the container's clock
    /// @param position of its packet's bytes
    /// @param before position of the packet of pictures in front of it; less than 0 if it is the first one
    record Keyframe(long micros, long position, long before) {}

    private final List<Keyframe> heard = new ArrayList<>();
    private long latest = -1;

    /// A line of `pts_time,dts_time,pos,flags`.
    @Override
    public void accept(String line) {
        String[] fields = line.split(",", 5);
        if (fields.length < 4 || fields[2].equals("N/A")) {
            return;
        }
        long position = Long.parseLong(fields[2]);
        String time = fields[0].equals("N/A") ? fields[1] : fields[0];
        boolean isShown = !fields[3].contains("D") && !time.equals("N/A");
        // Of two in one packet of the container, the second does not begin there.
        if (fields[3].contains("K") && isShown && position > latest) {
            heard.add(new Keyframe(ScannedTimes.micros(time), position, latest));
        }
        latest = position;
    }

    List<Keyframe> all() {
        return List.copyOf(heard);
    }
}
