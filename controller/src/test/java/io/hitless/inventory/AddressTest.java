package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "web1, web1, ",
        "web1.example.com, web1.example.com, ",
        "web1:2222, web1, 2222",
        "10.0.0.1:22, 10.0.0.1, 22",
        "lb[01:20].example.com:2222, lb[01:20].example.com, 2222",
        "db-[a:f], db-[a:f], ",
        "::1, ::1, ",
        "fe80::1:2, fe80::1:2, ",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, ",
        "[fe80::1]:2222, fe80::1, 2222",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1, ",
        "m\u00fcller, m\u00fcller, ",
    })
    void a_host_may_have_a_port(String text, String host, @Nullable Integer port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-web",
                "web-",
                "web..com",
                "a b",
                "web:",
                "1:2:3",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "web1:123456",
                "g::1"
            })
    void what_is_no_address_is_refused(String text) {
        assertThat(Address.parse(text)).isNull();
    }
}
