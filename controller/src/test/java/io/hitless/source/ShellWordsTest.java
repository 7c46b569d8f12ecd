package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b  c|a,b,c",
                "'a b' c|a b,c",
                "a'b'\"c\"d|abcd",
                "a\\ b|a b",
                "\"a\\\"b\"|a\"b",
                "\"a\\nb\"|a\\nb",
                "'a\\b'|a\\b",
                "a#b|a#b",
            })
    void words_are_split_as_by_a_shell(String text, String words) {
        assertThat(ShellWords.of("test", text)).containsExactly(words.split(","));
    }

    @Test
    void an_empty_quote_is_a_word() {
        assertThat(ShellWords.of("test", "'' a")).containsExactly("", "a");
    }

    @Test
    void a_comment_ends_a_line_but_not_within_quotes() {
        SourceFile file = new SourceFile("hosts", "a '#b' c # d 'e");
        assertThat(ShellWords.beforeComment(Span.whole(file)))
                .extracting(ShellWords.Word::text)
                .containsExactly("a", "#b", "c");
    }

    @Test
    void an_open_quote_is_reported_where_it_starts() {
        assertThatThrownBy(() -> ShellWords.of("test", "ab 'cd"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.span()).hasToString("test:1:4"))
                .hasMessageContaining("a quote that is not closed");
    }

    @Test
    void the_rest_of_a_word_knows_its_place() {
        SourceFile file = new SourceFile("hosts", "web x='a b'");
        ShellWords.Word word = ShellWords.beforeComment(Span.whole(file)).get(1);
        assertThat(word.text()).isEqualTo("x=a b");
        assertThat(word.span().column()).isEqualTo(5);
        assertThat(word.from(2).text()).isEqualTo("a b");
        assertThat(word.from(2).span(2, 3).column()).isEqualTo(10);
        assertThat(word.from(5).text()).isEmpty();
    }
}
