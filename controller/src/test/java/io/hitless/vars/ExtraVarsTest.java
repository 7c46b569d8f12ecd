package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.load.PlainLoading;
import io.hitless.run.MapScope;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExtraVarsTest {
    private final List<UserError> warnings = new ArrayList<>();

    private Map<String, @Nullable Object> parse(String... options) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Template> vars = ExtraVars.parse(List.of(options), PlainLoading.templates(), false, warnings::add);
        vars.forEach((name, template) -> values.put(name, template.resolve(MapScope.EMPTY)));
        return values;
    }

    @Test
    void pairs_are_texts_and_quotes_keep_blanks() {
        assertThat(parse("port=80 name='a b'")).containsExactly(Map.entry("port", "80"), Map.entry("name", "a b"));
    }

    @Test
    void json_keeps_its_types_and_later_options_win() {
        assertThat(parse("a=1 b=2", "{\"a\": 3, \"c\": [true]}"))
                .containsExactly(Map.entry("a", 3L), Map.entry("b", "2"), Map.entry("c", List.of(true)));
    }

    @Test
    void what_is_no_pair_sets_nothing_and_is_told() {
        assertThat(parse("verbose a=1", "c: [1]")).containsExactly(Map.entry("a", "1"));
        assertThat(warnings)
                .extracting(UserError::what)
                .containsExactly("-e: 'verbose' sets no variable", "-e: 'c: [1]' sets no variable");
    }

    @Test
    void a_list_and_a_file_without_its_mark_are_no_variables() {
        assertThatThrownBy(() -> parse("[1]")).isInstanceOf(ExtraVars.NoMapping.class);
        assertThatThrownBy(() -> parse("./vars.yml"))
                .isInstanceOf(ExtraVars.NoMapping.class)
                .hasMessageContaining("written with @");
    }
}
