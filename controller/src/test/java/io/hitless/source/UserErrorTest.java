package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class UserErrorTest {
    private static final SourceFile FILE =
            new SourceFile("site.yml", "- hosts: all\n\tfile: {path: /etc/motd, statte: absent}\r\n");

    @Test
    void it_shows_the_line_underlined_with_a_hint() {
        int at = FILE.text().indexOf("statte");
        UserError error = new UserError(
                new Span(FILE, at, at + 6), "unknown option 'statte' of module 'file'", "did you mean 'state'?");
        assertThat(error.render()).isEqualTo("""
            site.yml:2:26: unknown option 'statte' of module 'file'
               2 |  file: {path: /etc/motd, statte: absent}
                 |                          ^^^^^^
            hint: did you mean 'state'?\
            """);
    }

    @Test
    void the_innermost_position_wins() {
        Span inner = new Span(FILE, 2, 7);
        assertThat(new UserError(inner, "x").at(Span.whole(FILE)).span()).isEqualTo(inner);
        assertThat(new UserError("x").at(inner).span()).isEqualTo(inner);
    }

    @Test
    void several_are_thrown_together_in_the_order_found() {
        Problems problems = new Problems();
        problems.add(new Span(FILE, 0, 1), "one");
        problems.collect(() -> {
            throw new UserError("two");
        });
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(
                        UserError.class,
                        e -> assertThat(e.each()).extracting(UserError::what).containsExactly("one", "two"));
    }

    @Test
    void suggestions_are_near_misses_only() {
        assertThat(Suggestion.didYouMean("statte", List.of("state", "path"))).isEqualTo("did you mean 'state'?");
        assertThat(Suggestion.didYouMean("sttae", List.of("state"))).isEqualTo("did you mean 'state'?");
        assertThat(Suggestion.didYouMean("colour", List.of("state", "path"))).isNull();
    }
}
