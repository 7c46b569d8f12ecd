package io.hitless.template.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Python's regular expressions are written for each engine. */
class PythonSyntaxTest {
    private static String forRe2(String regex) {
        return String.valueOf(PythonSyntax.forRe2(regex, "text", false));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        a.b*[c-d] -> a.b*[c-d]
        end\\Z -> end\\z
        [\\Z] -> [\\Z]
        (?P<x>a)(?P=x) -> (?<x>a)\\k<x>
        (?P<a_b>a)(?P<Zb>b) -> (?<aZb>a)(?<ZZb>b)
        (?P<x -> (?<>x
        [[a] -> [\\[a]
        [a&&b] -> [a\\&\\&b]
        []a] -> [\\]a]
        [^]a] -> [^\\]a]
        [a^]] -> [a^]]
        [a]] -> [a]]
        [\\]a] -> [\\]a]
        a\\[b]c -> a\\[b]c
        (?P<x>[)]) -> (?<x>[)])
        a\\ -> a\\
        """)
    void Java_has_all_that_Python_has(String python, String java) {
        assertThat(PythonSyntax.forJava(python.strip())).isEqualTo(java.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
        a+?b*?[^c] -> a+?b*?[^c]
        \\d\\D\\w\\W -> \\d\\D\\w\\W
        \\s -> [\\s\\x0b\\x1c-\\x1f]
        [\\s] -> [\\s\\x0b\\x1c-\\x1f]
        \\S -> [^\\s\\x0b\\x1c-\\x1f]
        \\b.\\B -> \\b.\\B
        [\\b] -> [\\x08]
        \\Aa\\Z -> \\Aa\\z
        \\n\\t\\r\\f\\v\\a\\x41 -> \\n\\t\\r\\f\\v\\a\\x41
        \\.\\[\\\\ -> \\.\\[\\\\
        [[a] -> [\\[a]
        []a] -> [\\]a]
        (?:a)(?P<n>b) -> (?:a)(?P<n>b)
        (?i)a(?s)b -> (?i)a(?s)b
        a+b$ -> a+b$
        """)
    void RE2_has_the_everyday_part(String python, String re2) {
        assertThat(forRe2(python)).isEqualTo(re2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?P=x)", "(?>a)", "(?m)a", "(?#c)", "(a)\\1", "[\\S]", "[\\B]",
                "[\\A]", "[\\Z]", "\\G", "\\u0041", "\\N", "a++", "a*+", "a?+", "a{2}+"
            })
    void what_RE2_lacks_is_left_to_Java(String python) {
        assertThat(PythonSyntax.forRe2(python, "text", false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d", "\\D", "\\w", "\\W", "\\s", "[\\s]", "\\S", "\\b", "\\B"})
    void classes_of_letters_mean_more_to_Python_where_there_are_others_than_ASCII(String regex) {
        assertThat(PythonSyntax.forRe2(regex, "text", false)).isNotNull();
        assertThat(PythonSyntax.forRe2(regex, "täxt", false)).isNull();
        assertThat(PythonSyntax.forRe2(regex + "ä", "text", false)).isNull();
        assertThat(PythonSyntax.forRe2(regex, "\u0080", false)).isNull();
        assertThat(PythonSyntax.forRe2(regex, "\u007f", false)).isNotNull();
    }

    @Test
    void other_signs_are_the_same_in_any_text() {
        assertThat(PythonSyntax.forRe2("ä.[b]", "täxt", false)).isEqualTo("ä.[b]");
        assertThat(PythonSyntax.forRe2("[\\b]\\n", "täxt", false)).isEqualTo("[\\x08]\\n");
    }

    @Test
    void a_dollar_means_the_end_unless_a_line_end_stands_there() {
        assertThat(PythonSyntax.forRe2("a$", "a", false)).isEqualTo("a$");
        assertThat(PythonSyntax.forRe2("a$", "a\n", false)).isNull();
        assertThat(PythonSyntax.forRe2("a$", "a\n", true)).isEqualTo("a$");
        assertThat(PythonSyntax.forRe2("[$]", "a\n", false)).isEqualTo("[$]");
    }

    @Test
    void RE2_finds_what_Java_finds() {
        String text = "Ab1 ab22\nabc";
        for (String regex : List.of("[a-z]+(\\d+)?", "(?i)ab(x)?", "^ab", "c$", "b")) {
            for (int flags : List.of(0, Pattern.CASE_INSENSITIVE, Pattern.MULTILINE)) {
                for (MatchPlace how : MatchPlace.values()) {
                    for (long most : List.of(1L, 2L, Long.MAX_VALUE)) {
                        Pattern java = Pattern.compile(regex, flags | Pattern.UNIX_LINES);
                        assertThat(RegexRun.re2(regex, flags, text, how, most))
                                .as("%s with %d, %s, %d", regex, flags, how, most)
                                .extracting(PythonSyntaxTest::written)
                                .isEqualTo(RegexRun.java(java, new WatchedText(text, 1000), how, most).stream()
                                        .map(PythonSyntaxTest::written)
                                        .toList());
                    }
                }
            }
        }
    }

    private static String written(MatchResult match) {
        StringBuilder out = new StringBuilder(match.start() + "-" + match.end() + " " + match.group());
        for (int i = 0; i <= match.groupCount(); i++) {
            out.append(' ')
                    .append(match.start(i))
                    .append('-')
                    .append(match.end(i))
                    .append(match.group(i));
        }
        return out.toString();
    }
}
