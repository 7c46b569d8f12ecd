package io.hitless.run.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.template.Language;
import io.hitless.value.Redactor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final MapScope SCOPE = new MapScope(Map.of("app", "shop", "given", "by option"));

    private final Redactor redactor = new Redactor();
    private final FakeOperator operator = new FakeOperator();

    @Test
    void what_the_operator_types_is_the_value_and_secret_if_it_is_private() throws Exception {
        operator.types("s3cret-word");
        assertThat(answer("{name: key, prompt: 'Key of {{ app }}'}")).isEqualTo("s3cret-word");
        assertThat(operator.asked).containsExactly("Key of shop, hidden");
        assertThat(redactor.redact("is s3cret-word")).doesNotContain("s3cret-word");
    }

    @Test
    void what_is_not_private_is_shown_and_no_secret() throws Exception {
        operator.types("visible-word");
        assertThat(answer("{name: key, prompt: Key, private: false}")).isEqualTo("visible-word");
        assertThat(operator.asked).containsExactly("Key, shown");
        assertThat(redactor.redact("is visible-word")).isEqualTo("is visible-word");
    }

    @Test
    void an_empty_line_or_nobody_there_gives_the_default() throws Exception {
        operator.types("");
        assertThat(answer("{name: key, prompt: Key, default: '{{ app }}'}")).isEqualTo("shop");
        operator.types("");
        assertThat(answer("{name: key, prompt: Key}")).isEqualTo("");
        assertThat(answer("{name: key, prompt: Key}")).isEqualTo("None");
    }

    @Test
    void a_value_to_confirm_is_asked_for_until_both_are_the_same() throws Exception {
        operator.types("one", "two", "three", "three");
        assertThat(answer("{name: key, prompt: Key, confirm: true}")).isEqualTo("three");
        assertThat(operator.asked)
                .containsExactly("Key, hidden", "confirm Key, hidden", "Key, hidden", "confirm Key, hidden");
    }

    @Test
    void an_extra_variable_is_not_asked_for() throws Exception {
        assertThat(answer("{name: given, prompt: Key}")).isEqualTo("by option");
        assertThat(operator.asked).isEmpty();
    }

    private @Nullable Object answer(String prompt) throws InterruptedException {
        Map<String, @Nullable Object> answers = new Prompts(operator, Set.of("given"), redactor, Language.plain())
                .answers(Playbooks.play("- hosts: all\n  vars_prompt: [" + prompt + "]\n  tasks: []\n"), SCOPE);
        assertThat(answers).hasSize(1);
        return answers.values().iterator().next();
    }

    /** Types these lines, and is gone then. */
    private static final class FakeOperator implements Operator {
        private final Queue<String> lines = new ArrayDeque<>();
        private final List<String> asked = new ArrayList<>();

        void types(String... next) {
            lines.addAll(List.of(next));
        }

        @Override
        public boolean confirms(String task) {
            throw new AssertionError("a prompt is no question of yes or no");
        }

        @Override
        public @Nullable String ask(String prompt, boolean echo) {
            asked.add(prompt + (echo ? ", shown" : ", hidden"));
            return lines.poll();
        }
    }
}
