package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCipherTest {
    private static ResultCipher seal(String... passwords) {
        return new ResultCipher(List.of(passwords).stream()
                .map(password -> new VaultSecret("default", () -> password))
                .toList());
    }

    @Test
    void what_was_sealed_is_opened_by_another_run_with_the_same_password() {
        String sealed = seal("swordfish").seal("{\"token\": \"grüße\"}");

        assertThat(sealed).doesNotContain("token");
        assertThat(seal("other", "swordfish").open(String.valueOf(sealed))).isEqualTo("{\"token\": \"grüße\"}");
    }

    @Test
    void without_a_password_nothing_is_sealed_and_with_a_wrong_one_nothing_is_opened() {
        String sealed = String.valueOf(seal("swordfish").seal("secret"));

        assertThat(seal().seal("secret")).isNull();
        assertThat(seal("wrong").open(sealed)).isNull();
        assertThat(seal().open(sealed)).isNull();
    }

    @Test
    void the_same_text_is_never_sealed_to_the_same_twice() {
        ResultCipher seal = seal("swordfish");
        assertThat(seal.seal("secret")).isNotEqualTo(seal.seal("secret"));
    }

    @Test
    void what_was_changed_is_not_opened() {
        ResultCipher seal = seal("swordfish");
        String sealed = String.valueOf(seal.seal("secret and more of it"));
        char last = sealed.charAt(sealed.length() - 10);
        String changed = sealed.substring(0, sealed.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 9);

        assertThat(seal.open(changed)).isNull();
        assertThatThrownBy(() -> seal.open("secret")).isInstanceOf(IllegalArgumentException.class);
    }
}
