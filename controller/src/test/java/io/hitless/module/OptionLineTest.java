package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a module's header that declare its options. */
class OptionLineTest {
    private static final Span AT = Span.whole(new SourceFile("trial.sh", "# option: …"));

    private static OptionSpec read(String line) {
        return OptionLine.read(line, AT);
    }

    @Test
    void an_option_has_a_name_a_type_and_words_that_explain_it() {
        OptionSpec path = read("path str required aliases=dest,name  the file  that is kept");
        assertThat(path.name()).isEqualTo("path");
        assertThat(path.type()).isEqualTo(OptionSpec.Type.STR);
        assertThat(path.required()).isTrue();
        assertThat(path.aliases()).containsExactly("dest", "name");
        assertThat(path.description()).isEqualTo("the file  that is kept");
        assertThat(path.secret()).isFalse();
        assertThat(path.hidden()).isFalse();
        assertThat(path.defaultValue()).isNull();
    }

    @Test
    void attributes_may_stand_in_groups_of_their_own() {
        OptionSpec password = read("password  str  secret hidden  what nobody sees");
        assertThat(password.secret()).isTrue();
        assertThat(password.hidden()).isTrue();
        assertThat(password.description()).isEqualTo("what nobody sees");
    }

    @Test
    void choices_are_those_of_an_enum() {
        assertThat(read("state enum present|absent default=present").choices()).containsExactly("present", "absent");
        assertThat(read("state enum only").choices()).containsExactly("only");
        OptionSpec many = read("parts list/enum a|b");
        assertThat(many.type()).isEqualTo(OptionSpec.Type.LIST);
        assertThat(many.item()).isEqualTo(OptionSpec.Type.ENUM);
        assertThat(many.choices()).containsExactly("a", "b");
    }

    @Test
    void a_default_has_the_type_of_its_option() {
        assertThat(read("n int default=3").defaultValue()).isEqualTo(3L);
        assertThat(read("b bool default=yes").defaultValue()).isEqualTo(true);
        assertThat(read("s str default=\"a  b\"  text").defaultValue()).isEqualTo("a  b");
        assertThat(read("s str default=").defaultValue()).isEqualTo("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path; an option is NAME TYPE …",
                "path strr; no type 'strr' for option 'path'",
                "state enum; option 'state' is an enum without choices",
                "n int default=x; the default of option 'n' "
            })
    void a_line_that_declares_nothing_is_refused(String line, String why) {
        assertThatThrownBy(() -> read(line)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.what()).startsWith(why);
            assertThat(error.span()).isEqualTo(AT);
        });
    }

    @Test
    void a_mistyped_type_is_suggested() {
        assertThatThrownBy(() -> read("path strr"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.hint()).contains("did you mean 'str'"));
    }
}
