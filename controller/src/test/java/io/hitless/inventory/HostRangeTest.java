package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web|web",
                "web[1:3]|web1 web2 web3",
                "web[08:11].x|web08.x web09.x web10.x web11.x",
                "web[1:10:4]|web1 web5 web9",
                "web[:2]|web0 web1 web2",
                "db-[a:c]|db-a db-b db-c",
                "r[1:2]h[a:b]|r1ha r1hb r2ha r2hb",
                "x[y:A]|xy xz xA",
            })
    void a_range_names_each_host(String text, String names) {
        assertThat(HostRange.expand(text)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "web[1], is not a range",
        "web[1:2:3:4], is not a range",
        "web[1:], is not a range",
        "web[1:3:0], is not a range",
        "web[a:3], is not a range",
        "web[1:x], is not a range",
        "[::1], is not a range",
        "web[3:1], is empty",
        "web[08:100], different lengths",
        "web[1:2, without its ']'",
        "web[0:9999999], more than 1000000 hosts",
    })
    void a_wrong_range_is_explained(String text, String why) {
        assertThatThrownBy(() -> HostRange.expand(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(why);
    }
}
