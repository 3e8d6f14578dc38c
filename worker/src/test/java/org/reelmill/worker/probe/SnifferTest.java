package org.reelmill.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnifferTest {

    @Test
    void knowsMp4AndMatroskaByTheirFirstBytes() {
        assertThat(Sniffer.demuxer(latin("\0\0\0\u0018ftypmp42"))).isEqualTo("mov");
        assertThat(Sniffer.demuxer(latin("\0\0\0\bwide\0\0\0\0mdat"))).isEqualTo("mov");
        assertThat(Sniffer.demuxer(latin("\u001aE\u00df\u00a3\u0001"))).isEqualTo("matroska");
        assertThat(Sniffer.demuxer(latin("RIFFxxxxAVI LIST"))).isEqualTo("avi");
        assertThat(Sniffer.demuxer(latin("FLV\u0001\u0005"))).isEqualTo("flv");
        assertThat(Sniffer.demuxer(latin("\0\0\u0001\u00ba"))).isEqualTo("mpeg");
        assertThat(Sniffer.demuxer(latin("0&\u00b2u\u008ef\u00cf\u0011"))).isEqualTo("asf");
    }

    @ParameterizedTest
    @CsvSource({
        "'#EXTM3U\n/etc/passwd', not-a-film, a playlist",
        "'ffconcat version 1.0', not-a-film, a playlist",
        "'  <!DOCTYPE html><title>x', not-a-film, a web page",
        "'', empty, no bytes",
        "'RIFFxxxxWAVE', unsupported-container, RIFF",
        "'OggSxx', unsupported-container, Ogg",
        "'hello', not-a-film, not a film"
    })
    void refusesTheRestInWords(String first, String code, String words) {
        assertThatThrownBy(() -> Sniffer.demuxer(latin(first)))
                .hasMessageContaining(words)
                .extracting("failure.code")
                .isEqualTo(code);
    }

    @Test
    void knowsTransportStreamsByTheirSyncBytes() {
        byte[] stream = new byte[189];
        stream[0] = 0x47;
        stream[188] = 0x47;
        assertThat(Sniffer.demuxer(stream)).isEqualTo("mpegts");
        stream[188] = 0;
        assertThatThrownBy(() -> Sniffer.demuxer(stream)).hasMessageContaining("not a film");
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
