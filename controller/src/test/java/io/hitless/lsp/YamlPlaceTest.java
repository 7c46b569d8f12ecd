package io.hitless.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlPlaceTest {
    /** The place of the mark {@code ^} in a text. */
    private static YamlPlace of(String text) {
        int at = text.indexOf('^');
        String before = text.substring(0, at);
        int row = (int) before.chars().filter(c -> c == '\n').count();
        return YamlPlace.at(before + text.substring(at + 1), row, at - (before.lastIndexOf('\n') + 1));
    }

    private static final String PLAY = """
        - hosts: all
          vars:
            hitless:
              soak: 1m
          tasks:
            - name: one
              ansible.builtin.copy:
                dest: /etc/motd
                content: x
              when: y
        """;

    private static YamlPlace in(String line, String marked) {
        return of(PLAY.replace(line, marked));
    }

    @Test
    void a_key_has_the_keys_above_it_and_beside_it() {
        YamlPlace option = in("        content: x", "        cont^");
        assertThat(option.parents()).containsExactly("ansible.builtin.copy", "tasks");
        assertThat(option.siblings()).containsExactly("dest");
        assertThat(option.key()).isEqualTo("cont");
        assertThat(option.value()).isNull();
        YamlPlace keyword = in("      when: y", "      ^");
        assertThat(keyword.parents()).containsExactly("tasks");
        assertThat(keyword.siblings()).containsExactlyInAnyOrder("name", "ansible.builtin.copy");
        YamlPlace first = in("- name: one", "- ^");
        assertThat(first.parents()).containsExactly("tasks");
        assertThat(first.siblings()).contains("when");
        YamlPlace policy = in("      soak: 1m", "      so^");
        assertThat(policy.parents()).containsExactly("hitless", "vars");
        YamlPlace play = in("  vars:", "  ^\n  vars:");
        assertThat(play.parents()).isEmpty();
        assertThat(play.siblings()).containsExactlyInAnyOrder("hosts", "vars", "tasks");
    }

    @Test
    void a_value_has_its_key() {
        YamlPlace value = in("        content: x", "        content: so far^");
        assertThat(value.key()).isEqualTo("content");
        assertThat(value.value()).isEqualTo("so far");
        assertThat(value.word()).isEqualTo("far");
    }

    @Test
    void a_list_may_stand_as_deep_as_its_key() {
        YamlPlace task = of("- hosts: all\n  tasks:\n  - name: one\n    pi^\n  - debug:\n");
        assertThat(task.parents()).containsExactly("tasks");
        assertThat(task.siblings()).containsExactly("name");
        YamlPlace nested = of("- block:\n  - name: a\n  - name: b\n    loop_control:\n      lab^\n");
        assertThat(nested.parents()).containsExactly("loop_control", "block");
    }

    @Test
    void the_word_is_whole_wherever_the_position_is_in_it() {
        assertThat(of("- ansible.buil^tin.copy:\n").word()).isEqualTo("ansible.builtin.copy");
        assertThat(of("- x: {{ a | to_ni^ce_json }}\n").word()).isEqualTo("to_nice_json");
        assertThat(of("^").word()).isEmpty();
    }
}
