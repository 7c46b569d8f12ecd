package io.hitless.template.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regular expressions of Python. */
class PythonRegexTest {
    private static PythonRegex regex(String written) {
        return PythonRegex.compile(written, false, false);
    }

    private static String replaced(String written, String text, String replacement) {
        PythonRegex regex = regex(written);
        return regex.replaced(text, regex.all(text, MatchPlace.ANYWHERE, Long.MAX_VALUE), replacement);
    }

    @Test
    void flags_change_what_matches() {
        assertThat(regex("A").isIn("xa")).isFalse();
        assertThat(PythonRegex.compile("A", true, false).isIn("xa")).isTrue();
        assertThat(regex("^b").isIn("a\nb")).isFalse();
        assertThat(PythonRegex.compile("^b", false, true).isIn("a\nb")).isTrue();
    }

    @Test
    void matches_are_found_from_left_to_right_and_no_more_than_asked_for() {
        List<MatchResult> all = regex("\\d+").all("1 22 333", MatchPlace.ANYWHERE, 2);
        assertThat(all.stream().map(MatchResult::group)).containsExactly("1", "22");
        assertThat(regex("x").all("1 22", MatchPlace.ANYWHERE, 9)).isEmpty();
        assertThat(regex("x").first("1", MatchPlace.ANYWHERE)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "(a)(b), ab, \\2\\1, ba",
        "(?P<x>a), ab, <\\g<x>>, <a>b",
        "(a), ab, \\g<1>0, a0b",
        "a, ab, \\\\n, \\nb",
        "a, ab, \\q, \\qb",
        "(a)|(b), ab, [\\2], [][b]",
        "$, ab, !, ab!"
    })
    void a_replacement_refers_to_groups(String written, String text, String replacement, String expected) {
        assertThat(replaced(written, text, replacement)).isEqualTo(expected);
    }

    @Test
    void escapes_of_a_replacement_are_characters() {
        assertThat(replaced("a", "a", "\\n\\t\\r")).isEqualTo("\n\t\r");
        assertThat(replaced("a", "a", "\\0")).isEqualTo("\0");
        assertThat(replaced("a", "a", "end\\")).isEqualTo("end\\");
    }

    @Test
    void a_group_is_found_by_number_and_name_and_is_empty_without_a_part() {
        PythonRegex regex = regex("(?P<one>a)|(?P<two>b)");
        MatchResult match = regex.first("b", MatchPlace.ANYWHERE);
        assertThat(match).isNotNull();
        assertThat(regex.group(match, "two")).isEqualTo("b");
        assertThat(regex.group(match, "2")).isEqualTo("b");
        assertThat(regex.group(match, "0")).isEqualTo("b");
        assertThat(regex.group(match, "one")).isEmpty();
        for (String none : List.of("3", "three", "", "99999")) {
            assertThatThrownBy(() -> regex.group(match, none))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no group '" + none + "'");
        }
    }

    @Test
    void what_is_no_expression_is_refused_with_its_text() {
        assertThatThrownBy(() -> regex("a("))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not a regular expression")
                .hasMessageContaining("'a('");
    }

    @Test
    void a_pattern_that_takes_the_engine_too_long_is_still_answered() {
        assertThat(regex("(x+x+)+y").isIn("x".repeat(40))).isFalse();
        assertThat(regex("(?:a|b)*c").isIn("ab".repeat(20_000) + "c")).isTrue();
    }
}
