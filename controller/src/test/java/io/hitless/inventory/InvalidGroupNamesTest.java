package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidGroupNamesTest {
    private static final List<String> WRITTEN = List.of("web", "web-1", "1st", "größe", "a.b c");

    @Test
    void what_a_variable_cannot_have_is_replaced_if_that_is_wanted() {
        assertThat(WRITTEN.stream().map(InvalidGroupNames.ALWAYS::of))
                .containsExactly("web", "web_1", "_st", "größe", "a_b_c");
        assertThat(WRITTEN.stream().map(InvalidGroupNames.SILENTLY::of))
                .containsExactly("web", "web_1", "_st", "größe", "a_b_c");
        assertThat(WRITTEN.stream().map(InvalidGroupNames.NEVER::of)).containsExactlyElementsOf(WRITTEN);
    }

    @Test
    void the_operator_is_told_which_names_are_meant() {
        assertThat(InvalidGroupNames.NEVER.warning(WRITTEN)).endsWith("not replaced: 'web-1', '1st', 'a.b c'");
        assertThat(InvalidGroupNames.ALWAYS.warning(WRITTEN)).endsWith("replaced by '_': 'web-1', '1st', 'a.b c'");
        assertThat(InvalidGroupNames.NEVER.warning(List.of("web", "_x1"))).isNull();
        assertThat(InvalidGroupNames.IGNORE.warning(WRITTEN)).isNull();
        assertThat(InvalidGroupNames.SILENTLY.warning(WRITTEN)).isNull();
    }
}
