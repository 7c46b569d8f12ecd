package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.load.PlainLoading;
import io.hitless.run.MapScope;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExtraVarsTest {
    private static Map<String, @Nullable Object> parse(String... options) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Template> vars = ExtraVars.parse(List.of(options), PlainLoading.templates(), false);
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
    void a_word_alone_is_refused() {
        assertThatThrownBy(() -> parse("verbose")).isInstanceOf(UserError.class).hasMessageContaining("name=value");
    }
}
