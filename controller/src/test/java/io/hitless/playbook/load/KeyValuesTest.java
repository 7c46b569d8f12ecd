package io.hitless.playbook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValuesTest {
    private static KeyValues parse(String text) {
        SourceFile file = new SourceFile("play.yml", "xx" + text);
        Span behindTwo = new Span(file, 2, file.text().length());
        return KeyValues.parse(MappedText.verbatim(behindTwo), Set.of("path", "dest", "msg")::contains);
    }

    /** Each pair as key@column=value@column, then what is left. */
    private static String parsed(String text) {
        KeyValues all = parse(text);
        StringBuilder out = new StringBuilder();
        for (KeyValues.Pair pair : all.pairs()) {
            out.append("%s@%d=%s@%d "
                    .formatted(
                            pair.key().text(),
                            pair.key().span().column(),
                            pair.value().text(),
                            pair.value().span().column()));
        }
        return out.append("| ").append(all.rest().text()).toString();
    }

    @Test
    void pairs_know_their_places() {
        assertThat(parsed("path=/x dest=\"a b\" msg={{ a b }}"))
                .isEqualTo("path@3=/x@8 dest@11=a b@17 msg@22={{ a b }}@26 | ");
    }

    @Test
    void what_is_no_pair_is_left_as_it_is_written() {
        assertThat(parsed("dest=/tmp echo a=b  'c  d' {{ x | y }} path='/e f'"))
                .isEqualTo("dest@3=/tmp@8 path@42=/e f@48 | echo a=b  'c  d' {{ x | y }}");
        assertThat(parse("a path=b c").rest().text()).isEqualTo("a c");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`make all\n`         , `make all\n`",
                "`  make  all  `      , `  make  all  `",
                "` make`              , make",
                "`a \\\n  b`        , `a  b`",
                "`a \\\nb`          , `a b`",
                "`a\\\nb`           , `a\\\nb`",
                "`a\n  b\n c`       , `a\n  b\nc`",
                "`a path=x\nb`       , `a b`",
                "`a\npath=x\nb`     , `a\nb`",
                "`path=x\n b`        , b",
                "`a\tb`              , `a\tb`"
            })
    void blanks_and_line_ends_are_kept_as_ansible_keeps_them(String text, String rest) {
        assertThat(parse(text).rest().text()).isEqualTo(rest);
    }

    @Test
    void what_stands_behind_a_backslash_keeps_its_place() {
        MappedText rest = parse("a \\\n  {{ b }}").rest();
        assertThat(rest.text()).isEqualTo("a  {{ b }}");
        assertThat(rest.span(3, 5)).hasToString("play.yml:2:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ lookup('pipe', 'echo {{ a }}') }}",
                "{{ '}}' }}",
                "{{ \"it's\" }}",
                "{%if a == '%}'%}",
                "{# it's a comment #}"
            })
    void a_template_ends_at_its_own_braces(String template) {
        assertThat(parsed("msg=" + template + " x")).endsWith(" | x").startsWith("msg@3=" + template + "@");
    }

    @Test
    void a_quote_goes_on_behind_a_template() {
        assertThat(parsed("echo '{{' x '}}' path=/x")).isEqualTo("path@20=/x@25 | echo '{{' x '}}'");
    }

    @Test
    void escapes_in_a_value_are_those_of_python() {
        assertThat(value("\"a\\nb\"")).isEqualTo("a\nb");
        assertThat(value("'\\u0041\\x42'")).isEqualTo("AB");
        assertThat(value("a\\tb\\v")).isEqualTo("a\tb\013");
        assertThat(value("\\\\")).isEqualTo("\\");
        assertThat(value("\\q")).isEqualTo("\\q");
    }

    private static String value(String written) {
        return parse("msg=" + written).pairs().getFirst().value().text();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"msg='x,a quote is not closed", "msg={{ x,'}}' is missing", "msg={% x }},'%}' is missing"})
    void what_is_left_open_is_an_error(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UserError.class).hasMessageContaining(message);
    }
}
