package io.hitless.template.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import io.hitless.template.filters.Versions.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders of versions, as in Python. */
class VersionsTest {
    @ParameterizedTest
    @CsvSource({
        "LOOSE, 1.10, 1.9, 1",
        "LOOSE, 1.2, 1.2.0, -1",
        "LOOSE, 1.2a, 1.2b, -1",
        "LOOSE, 1.5.1, 1.5.1, 0",
        "STRICT, 1.2, 1.2.0, 0",
        "STRICT, 1.2a1, 1.2, -1",
        "STRICT, 1.2a2, 1.2b1, -1",
        "STRICT, 1.10.0, 1.9.9, 1",
        "SEMVER, 1.0.0-rc.1, 1.0.0, -1",
        "SEMVER, 1.0.0, 1.0.0-rc.1, 1",
        "SEMVER, 1.0.0-alpha, 1.0.0-alpha.1, -1",
        "SEMVER, 1.0.0-2, 1.0.0-10, -1",
        "SEMVER, 1.0.0-1, 1.0.0-a, -1",
        "SEMVER, 1.0.0-a, 1.0.0-1, 1",
        "SEMVER, v1.0.0+a, 1.0.0+b, 0",
        "SEMVER, 1.2.3, 1.2.10, -1",
        "PEP440, 1.0.dev1, 1.0a1, -1",
        "PEP440, 1.0a1, 1.0b1, -1",
        "PEP440, 1.0b2, 1.0rc1, -1",
        "PEP440, 1.0rc1, 1.0, -1",
        "PEP440, 1.0, 1.0.post1, -1",
        "PEP440, 1.0.post1.dev1, 1.0.post1, -1",
        "PEP440, 1.0.0, 1, 0",
        "PEP440, 1!1.0, 2.0, 1",
        "PEP440, 1.0-alpha.2, 1.0a1, 1"
    })
    void versions_have_the_order_of_their_kind(Kind kind, String a, String b, int order) {
        assertThat(Integer.signum(Versions.compare(kind, a, b))).isEqualTo(order);
        assertThat(Integer.signum(Versions.compare(kind, b, a))).isEqualTo(-order);
    }

    @ParameterizedTest
    @CsvSource({"STRICT, 1", "STRICT, 1.2c1", "SEMVER, 1.2", "SEMVER, 1.2.x", "PEP440, one"})
    void what_is_no_version_of_its_kind_is_refused(Kind kind, String version) {
        assertThatThrownBy(() -> Versions.compare(kind, version, version))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'" + version + "'");
    }

    @ParameterizedTest
    @CsvSource({"loose, LOOSE", "strict, STRICT", "semver, SEMVER", "semantic, SEMVER", "pep440, PEP440"})
    void kinds_have_names(String name, Kind kind) {
        assertThat(Kind.of(name)).isEqualTo(kind);
    }

    @Test
    void a_mistyped_kind_is_suggested() {
        assertThatThrownBy(() -> Kind.of("stric"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.hint()).contains("did you mean 'strict'"));
    }
}
