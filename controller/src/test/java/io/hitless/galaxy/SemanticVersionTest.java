package io.hitless.galaxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
    private static SemanticVersion version(String text) {
        return Objects.requireNonNull(SemanticVersion.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.10, -1",
        "1.2, 1.2.0, 0",
        "v1.0.0, 1.0.0, 0",
        "1.0.0+a, 1.0.0+b, 0",
        "1.0.0-rc.1, 1.0.0, -1",
        "1.0.0-alpha, 1.0.0-alpha.1, -1",
        "1.0.0-2, 1.0.0-10, -1",
        "1.0.0-1, 1.0.0-a, -1",
        "1.0.0-a, 1.0.0-b, -1",
        "99999999999999999999.0.0, 1.0.0, 1"
    })
    void versions_are_ordered_number_by_number_and_a_release_is_last(String a, String b, int order) {
        assertThat(Integer.signum(version(a).compareTo(version(b)))).isEqualTo(order);
        assertThat(Integer.signum(version(b).compareTo(version(a)))).isEqualTo(-order);
        assertThat(version(a).equalTo(version(b))).isEqualTo(order == 0);
    }

    @Test
    void a_version_is_shown_as_it_was_written() {
        assertThat(version(" v1.0.0-rc.1+build ")).hasToString("v1.0.0-rc.1+build");
        assertThat(version("1.0.0-rc.1").isRelease()).isFalse();
        assertThat(version("1.0.0+build").isRelease()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "1.x", "1..2", "1.0-", ">=1.0"})
    void what_is_no_version_is_none(String text) {
        assertThat(SemanticVersion.parse(text)).isNull();
    }
}
