package io.hitless.template.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of a template's syntax. */
class SyntaxTest {
    private static final Syntax PLAIN = Syntax.ANSIBLE;

    private static Syntax with(String option, Object value) {
        return PLAIN.with(option, value, null);
    }

    @Test
    void each_option_changes_what_it_names_and_nothing_else() {
        assertThat(with("block_start_string", "<%").blockStart()).isEqualTo("<%");
        assertThat(with("block_end_string", "%>").blockEnd()).isEqualTo("%>");
        assertThat(with("variable_start_string", "<<").variableStart()).isEqualTo("<<");
        assertThat(with("variable_end_string", ">>").variableEnd()).isEqualTo(">>");
        assertThat(with("comment_start_string", "<#").commentStart()).isEqualTo("<#");
        assertThat(with("comment_end_string", "#>").commentEnd()).isEqualTo("#>");
        assertThat(with("line_statement_prefix", "%%").lineStatement()).isEqualTo("%%");
        assertThat(with("line_comment_prefix", "##").lineComment()).isEqualTo("##");
        assertThat(with("trim_blocks", false).trimBlocks()).isFalse();
        assertThat(with("lstrip_blocks", true).lstripBlocks()).isTrue();
        assertThat(with("newline_sequence", "\\r\\n").newline()).isEqualTo("\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "block_start_string,{%",
        "block_end_string,%}",
        "variable_start_string,{{",
        "variable_end_string,}}",
        "comment_start_string,{#",
        "comment_end_string,#}",
        "newline_sequence,\\n"
    })
    void an_option_as_it_is_already_changes_nothing(String option, String value) {
        assertThat(with(option, value)).isEqualTo(PLAIN);
        assertThat(with("trim_blocks", true)).isEqualTo(PLAIN);
        assertThat(with("lstrip_blocks", false)).isEqualTo(PLAIN);
    }

    @Test
    void options_add_up() {
        Syntax both = with("variable_start_string", "<<").with("trim_blocks", false, null);
        assertThat(both.variableStart()).isEqualTo("<<");
        assertThat(both.trimBlocks()).isFalse();
        assertThat(both.blockStart()).isEqualTo("{%");
    }

    @Test
    void an_option_has_a_text_or_a_truth_value() {
        assertThatThrownBy(() -> with("trim_blocks", "True"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'trim_blocks' is True or False, not True");
        assertThatThrownBy(() -> with("block_start_string", true))
                .hasMessageContaining("'block_start_string' is a text, not true");
    }

    @Test
    void an_unknown_option_is_named_with_the_nearest() {
        assertThatThrownBy(() -> with("trim_block", true)).isInstanceOfSatisfying(UserError.class, e -> {
            assertThat(e.what()).isEqualTo("unknown option of a template 'trim_block'");
            assertThat(e.hint()).contains("trim_blocks");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {{ b", "{% if", "{# c", "x{#"})
    void a_text_with_a_mark_is_a_template(String text) {
        assertThat(PLAIN.marks(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{ {", "}} %} #}"})
    void a_text_without_one_is_not(String text) {
        assertThat(PLAIN.marks(text)).isFalse();
    }
}
