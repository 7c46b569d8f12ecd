package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryNameTest {
    @Test
    void a_usual_name_is_given_back() {
        assertThat(InventoryName.checked("host", "web-1.example.com")).isEqualTo("web-1.example.com");
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "' ', is empty", "., is a path", ".., is a path", "a/b, is a path"})
    void a_name_that_could_leave_its_directory_is_refused(String name, String why) {
        assertThatThrownBy(() -> InventoryName.checked("group", name))
                .isInstanceOf(UserError.class)
                .hasMessage("a group cannot be called '" + name + "': the name " + why);
    }

    @Test
    void a_control_character_is_refused() {
        assertThatThrownBy(() -> InventoryName.checked("host", "a\u001bb"))
                .hasMessageContaining("holds control characters");
    }
}
