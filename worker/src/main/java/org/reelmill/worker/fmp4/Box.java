package org.reelmill.worker.fmp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A box of an MP4 file (ISO/IEC 14496-12 §4.2), read into memory.
///
/// @param offset of its header from the start of what was read
/// @param body what follows the header
record Box(String type, long offset, ByteBuffer body) {

    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int FULL_BOX = 4;

    /// The boxes that lie one after another in a buffer, from its position to its limit.
    ///
    /// @throws BrokenMp4 if a box is longer than what holds it
    static List<Box> in(ByteBuffer buffer, long offset) {
        var boxes = new ArrayList<Box>();
        int at = buffer.position();
        while (at < buffer.limit()) {
            int header = HEADER;
            long size = at + HEADER <= buffer.limit() ? Integer.toUnsignedLong(buffer.getInt(at)) : 0;
            if (size == 1 && at + LARGE_HEADER <= buffer.limit()) {
                header = LARGE_HEADER;
                size = buffer.getLong(at + HEADER);
            }
            if (size < header || size > buffer.limit() - at) {
                throw new BrokenMp4("A box at byte " + (offset + at) + " is cut or has a broken size.");
            }
            var type = new byte[4];
            buffer.get(at + 4, type);
            boxes.add(new Box(
                    new String(type, StandardCharsets.ISO_8859_1),
                    offset + at,
                    buffer.slice(at + header, (int) size - header)));
            at += (int) size;
        }
        return boxes;
    }

    List<Box> children() {
        return childrenAfter(0);
    }

    /// The boxes within, after some fields.
    List<Box> childrenAfter(int bytes) {
        return in(body.slice(bytes, body.remaining() - bytes), 0);
    }

    Optional<Box> child(String name) {
        return children().stream().filter(box -> box.type.equals(name)).findFirst();
    }

    /// The box at the end of a path of boxes.
    ///
    /// @throws BrokenMp4 if there is none
    Box at(String... path) {
        var box = this;
        for (String name : path) {
            var parent = box;
            box = parent.child(name).orElseThrow(() -> new BrokenMp4("A box " + parent.type + " has no " + name + "."));
        }
        return box;
    }

    /// Of a box that has a version and flags before its fields.
    int version() {
        return body.get(0);
    }

    int flags() {
        return body.getInt(0) & 0xff_ffff;
    }

    /// The fields after version and flags.
    ByteBuffer fields() {
        return body.slice(FULL_BOX, body.remaining() - FULL_BOX);
    }
}
