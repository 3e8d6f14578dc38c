package org.reelmill.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.title.PlaceAddress.Kind;

class PlaceAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://archive/film.mp4            | S3   | archive | film.mp4",
                "S3://archive/a/b/film.mp4        | S3   | archive | a/b/film.mp4",
                "drop://inbox/A long walk.mp4     | DROP | inbox   | A long walk.mp4",
                "drop://inbox/A%20long%20walk.mp4 | DROP | inbox   | A long walk.mp4",
                "drop://inbox/été/3+1=4.mp4       | DROP | inbox   | été/3+1=4.mp4",
                "drop://inbox/100%25 %3F%23.mp4   | DROP | inbox   | 100% ?#.mp4",
                "drop://inbox/film..mp4           | DROP | inbox   | film..mp4",
                "s3://archive/.hidden/film.part   | S3   | archive | .hidden/film.part"
            })
    void readsWhatPeopleWriteAndWritesItBack(String text, Kind kind, String place, String path) {
        var address = PlaceAddress.parse(text);

        assertThat(address).isEqualTo(new PlaceAddress(kind, place, path));
        assertThat(PlaceAddress.of(URI.create(address.uri().toString()))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop://inbox/../keys/operator.key",
                "drop://inbox/films/../../keys/operator.key",
                "drop://inbox/films/..",
                "drop://inbox/./film.mp4",
                "drop://inbox//etc/passwd",
                "drop://inbox/films//film.mp4",
                "drop://inbox/films/",
                "drop://inbox/",
                "drop://inbox",
                "drop:///etc/passwd",
                "drop://inbox/%2e%2e/keys/operator.key",
                "drop://inbox/%2E%2E/keys/operator.key",
                "drop://inbox/.%2e/keys/operator.key",
                "drop://inbox/..%2fkeys%2foperator.key",
                "drop://inbox/..%5ckeys",
                "drop://inbox/..\\keys",
                "drop://inbox/film.mp4%00.txt",
                "drop://inbox/film.mp4\u0000.txt",
                "drop://inbox/film\n.mp4",
                "drop://inbox/film%0a.mp4",
                "drop://inbox/film%c2%85.mp4",
                "drop://inbox/film%ff.mp4",
                "drop://inbox/film\uD800.mp4",
                "drop://inbox/film%zz.mp4",
                "drop://inbox/100%.mp4",
                "drop://inbox/.ssh/id_rsa",
                "drop://inbox/film.mp4.part",
                "drop://inbox/FILM.MP4.PART",
                "drop://inbox/film.mp4?versionId=1",
                "drop://inbox/film.mp4#t=10",
                "drop://INBOX/film.mp4",
                "drop://in-box/film.mp4",
                "drop://user:secret@inbox/film.mp4",
                "drop://inbox:80/film.mp4",
                "drop://../film.mp4",
                "s3://archive/../other-bucket/film.mp4",
                "s3://archive/%2e%2e/other-bucket/film.mp4",
                "s3://archive//film.mp4",
                "s3://archive.s3.amazonaws.com/film.mp4",
                "s3:///film.mp4",
                "file:///etc/passwd",
                "https://example.org/film.mp4"
            })
    void refusesWhatLeavesThePlaceAndDoesNotQuoteIt(String text) {
        assertThatThrownBy(() -> PlaceAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The address cannot be used: ")
                .hasMessageEndingWith(".")
                .message()
                .doesNotContain("film.mp4", "keys", "passwd", "secret");
    }

    @Test
    void refusesAPathThatNoStoreTakes() {
        assertThatThrownBy(() -> PlaceAddress.parse("s3://archive/" + "é".repeat(513)))
                .hasMessageContaining("1024 bytes");
    }

    @Test
    void tellsTheOtherFilmsFromWebAddresses() {
        assertThat(PlaceAddress.isMeant(" s3://archive/film.mp4 ")).isTrue();
        assertThat(PlaceAddress.isMeant("drop://../film.mp4")).isTrue();
        assertThat(PlaceAddress.isMeant("https://s3.example.org/film.mp4")).isFalse();
        assertThat(PlaceAddress.isMeant("film.mp4")).isFalse();
    }

    @Test
    void saysThePlaceOnly() {
        assertThat(PlaceAddress.parse("s3://archive/secret.mp4")).hasToString("s3://archive");
    }
}
