package org.reelmill.worker.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.reelmill.worker.RejectedSource;

/// Tells from the first bytes of a source which demuxer must read it. Never from its name.
public final class Sniffer {

    /// How many bytes it wants to see; fewer are fine where the source is shorter.
    public static final int BYTES = 4096;

    private static final List<String> MP4_BOXES = List.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");
    private static final int TS_PACKET = 188;
    // Of Blu-ray and cameras: four bytes of time in front of each packet.
    private static final int M2TS_PACKET = 192;

    private Sniffer() {}

    /// @return a demuxer of ffmpeg that our plans can work with
    /// @throws RejectedSource if it is something else, saying what
    public static String demuxer(byte[] first) {
        if (first.length == 0) {
            throw RejectedSource.because("empty", "The source has no bytes at all.");
        }
        if (MP4_BOXES.contains(latin(first, 4, 8))) {
            return "mov";
        }
        if (latin(first, 0, 4).equals("\u001aE\u00df\u00a3")) {
            return "matroska";
        }
        if (isTransportStream(first)) {
            return "mpegts";
        }
        if (latin(first, 0, 4).equals("\u0000\u0000\u0001\u00ba")) {
            return "mpeg";
        }
        if (latin(first, 0, 4).equals("RIFF") && latin(first, 8, 12).equals("AVI ")) {
            return "avi";
        }
        if (latin(first, 0, 4).equals("FLV\u0001")) {
            return "flv";
        }
        if (latin(first, 0, 8).equals("0&\u00b2u\u008ef\u00cf\u0011")) {
            return "asf";
        }
        throw refusal(first);
    }

    private static RejectedSource refusal(byte[] first) {
        String text = latin(first, 0, first.length).stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("#extm3u") || text.startsWith("ffconcat") || text.startsWith("<mpd")) {
            return notAFilm("a playlist. Give the address of the film itself");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<?xml")) {
            return notAFilm("a web page or XML. The link may need a login, or lead to a page about the film");
        }
        if (text.startsWith("oggs")) {
            return unsupported("Ogg");
        }
        if (text.startsWith("riff")) {
            return unsupported("a RIFF file that is no AVI");
        }
        return notAFilm("not a film in a container that is known here");
    }

    private static RejectedSource notAFilm(String what) {
        return RejectedSource.because("not-a-film", "The source is " + what + ".");
    }

    private static RejectedSource unsupported(String container) {
        return RejectedSource.because(
                "unsupported-container",
                "The source is " + container
                        + ", which cannot be ingested. Films in MP4, MOV, MKV, WebM, MPEG-TS, MPEG-PS, AVI,"
                        + " FLV and WMV can.");
    }

    private static boolean isTransportStream(byte[] first) {
        return hasSyncBytes(first, 0, TS_PACKET) || hasSyncBytes(first, 4, M2TS_PACKET);
    }

    private static boolean hasSyncBytes(byte[] first, int from, int packet) {
        int count = 0;
        for (int at = from; at < first.length; at += packet) {
            if (first[at] != 0x47) {
                return false;
            }
            count++;
        }
        return count > 1;
    }

    private static String latin(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        return from >= end ? "" : new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
