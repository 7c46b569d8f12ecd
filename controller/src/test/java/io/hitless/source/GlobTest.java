package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "web*, web12, true",
        "web*, aweb, false",
        "w?b, web, true",
        "w?b, wb, false",
        "web[0-3], web2, true",
        "web[0-3], web4, false",
        "web[!0-3], web4, true",
        "web[z-a], webb, false",
        "'[]a]', ']', true",
        "'[!]]', ']', false",
        "web[, web[, true",
        "a.c, abc, false",
        "*a*b*c, xaxbxc, true",
        "*a*b*c, xaxbx, false",
        "?, 😀, true",
        "'', '', true",
        "*, '', true",
    })
    void a_glob_fits_as_in_fnmatch(String glob, String name, boolean fits) {
        assertThat(Glob.matching(glob).test(name)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"*.lan, a.lan, true", "*.lan, a.lan.x, false", "[ab], a, false", "[ab], [ab], true", "h?, h1, true"})
    void ssh_knows_no_sets(String glob, String name, boolean fits) {
        assertThat(Glob.matchingWithoutSets(glob).test(name)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"*a*a*a*a*a*a*a*a*a*b, 20000"})
    void many_stars_take_no_time_without_end(String glob, int length) {
        assertThat(Glob.matching(glob).test("a".repeat(length))).isFalse();
    }
}
