package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.Keyword;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import io.hitless.value.Unknown;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeywordResolverTest {
    private static KeywordResolver of(String keywords, Map<String, Object> variables) {
        return new KeywordResolver(
                Playbooks.task("{ping: , " + keywords + "}").settings(), () -> new MapScope(variables));
    }

    private static KeywordResolver of(String keywords) {
        return of(keywords, Map.of());
    }

    @Test
    void what_is_not_written_needs_no_variables() {
        KeywordResolver none = new KeywordResolver(Playbooks.task("{ping: }").settings(), () -> {
            throw new AssertionError("variables were asked for");
        });
        assertThat(none.text(Keyword.DELEGATE_TO)).isNull();
        assertThat(none.number(Keyword.TIMEOUT)).isNull();
        assertThat(none.flag(Keyword.BECOME, true)).isTrue();
        assertThat(none.flag(Keyword.BECOME, false)).isFalse();
        assertThat(none.isKnownTrue(Keyword.RUN_ONCE)).isFalse();
        assertThat(none.knownNumber(Keyword.THROTTLE, 7)).isEqualTo(7);
    }

    @Test
    void a_keyword_is_resolved_with_the_hosts_variables() {
        KeywordResolver its = of(
                "delegate_to: '{{ lb }}', timeout: '{{ t }}', become: '{{ b }}', diff: '{{ d }}'",
                Map.of("lb", "lb1", "t", " 2.5 ", "b", "yes", "d", "no"));
        assertThat(its.text(Keyword.DELEGATE_TO)).isEqualTo("lb1");
        assertThat(its.number(Keyword.TIMEOUT)).isEqualTo(2.5);
        assertThat(its.flag(Keyword.BECOME, false)).isTrue();
        assertThat(its.flag(Keyword.DIFF, true)).isFalse();
    }

    @Test
    void an_undefined_variable_is_an_error_that_names_the_keyword() {
        assertThatThrownBy(() -> of("delegate_to: '{{ lb }}'").text(Keyword.DELEGATE_TO))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("in 'delegate_to'")
                .hasMessageContaining("'lb' is undefined");
    }

    @Test
    void none_counts_as_not_written() {
        KeywordResolver its = of("delegate_to: '{{ none }}', run_once: '{{ none }}'");
        assertThat(its.text(Keyword.DELEGATE_TO)).isNull();
        assertThat(its.isKnownTrue(Keyword.RUN_ONCE)).isFalse();
    }

    @Test
    void a_text_that_is_no_number_is_an_error_at_its_place() {
        assertThatThrownBy(() -> of("timeout: '{{ t }}'", Map.of("t", "soon")).number(Keyword.TIMEOUT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("site.yml:2:")
                .hasMessageContaining("'timeout' is not a number: soon");
    }

    @Test
    void what_hosts_share_counts_as_not_written_while_it_is_unknown_or_undefined() {
        KeywordResolver unknown = of("run_once: '{{ x }}', throttle: '{{ y }}'", Map.of("x", new Unknown("later")));
        assertThat(unknown.isKnownTrue(Keyword.RUN_ONCE)).isFalse();
        assertThat(unknown.knownNumber(Keyword.THROTTLE, 3)).isEqualTo(3);
        KeywordResolver known = of("run_once: '{{ x }}', throttle: '{{ y }}'", Map.of("x", "true", "y", 2L));
        assertThat(known.isKnownTrue(Keyword.RUN_ONCE)).isTrue();
        assertThat(known.knownNumber(Keyword.THROTTLE, 3)).isEqualTo(2);
        assertThat(of("run_once: '{{ x }}'", Map.of("x", "no")).isKnownTrue(Keyword.RUN_ONCE))
                .isFalse();
    }

    @Test
    void a_result_is_hidden_where_it_is_not_known_whether_it_is_to_be() {
        KeywordResolver its = of("no_log: '{{ x }}', ignore_errors: '{{ x }}'");
        assertThat(its.isSet(Keyword.NO_LOG)).isTrue();
        assertThat(its.isSet(Keyword.IGNORE_ERRORS)).isFalse();
        assertThat(of("ignore_errors: true").isSet(Keyword.IGNORE_ERRORS)).isTrue();
        assertThat(of("no_log: false").isSet(Keyword.NO_LOG)).isFalse();
    }
}
