package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.Templates;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskScopeTest {
    @TempDir
    Path dir;

    private Variables variables(String inventory) throws IOException {
        Path file = Files.writeString(dir.resolve("hosts.yml"), inventory);
        Templates templates = PlainLoading.templates();
        return new Variables(
                InventoryReader.read(List.of(file.toString()), source -> source),
                templates,
                Map.of(),
                RunInfo.plain(),
                VariableRules.USUAL,
                dir);
    }

    private static Host host(Inventory inventory, String name) {
        return Objects.requireNonNull(inventory.host(name));
    }

    @Test
    void a_variable_that_refers_to_itself_shows_the_way_round() throws IOException {
        Variables variables = variables("all: {hosts: {one: {a: '{{ b }}', b: 'x {{ a }}'}}}");

        assertThatThrownBy(() ->
                        variables.scope(host(variables.inventory(), "one")).get("a"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("refers to itself: a → b → a");
    }

    @Test
    void a_way_round_over_another_host_is_seen_too() throws IOException {
        Variables variables = variables(
                "all: {hosts: {one: {a: \"{{ hostvars['two'].b }}\"}, two: {b: \"{{ hostvars['one'].a }}\"}}}");

        assertThatThrownBy(() ->
                        variables.scope(host(variables.inventory(), "one")).get("a"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("refers to itself");
    }

    @Test
    void hostvars_are_resolved_for_the_host_they_are_of() throws IOException {
        Variables variables =
                variables("all: {vars: {me: '{{ inventory_hostname }}:{{ port }}'}, hosts: {one: {port: 1, other: \"{{"
                        + " hostvars['two'].me }}\"}, two: {port: 2}}}");
        Scope scope = variables.scope(host(variables.inventory(), "one"));

        assertThat(scope.get("me")).isEqualTo("one:1");
        assertThat(scope.get("other")).isEqualTo("two:2");
        assertThat(scope.get("nothing")).isInstanceOf(Undefined.class);
    }

    @Test
    void facts_are_variables_but_cannot_change_the_connection() throws IOException {
        Variables variables = variables("all: {hosts: {one: {ansible_host: 10.0.0.1}}}");
        Host one = host(variables.inventory(), "one");
        variables
                .of(one)
                .addFacts(Map.of(
                        "ansible_distribution", "Debian", "ansible_host", "evil", "ansible_become_password", "x"));
        TaskScope scope = variables.scope(one);

        assertThat(scope.get("ansible_distribution")).isEqualTo("Debian");
        assertThat(scope.get("ansible_host")).isEqualTo("10.0.0.1");
        assertThat(scope.get("ansible_become_password")).isInstanceOf(Undefined.class);
        assertThat((Map<?, ?>) scope.get("ansible_facts"))
                .extracting("distribution")
                .isEqualTo("Debian");
    }

    @Test
    void further_variables_of_a_loop_are_above_all() throws IOException {
        Variables variables = variables("all: {hosts: {one: {item: 1, twice: '{{ item * 2 }}'}}}");
        TaskScope scope = variables.scope(host(variables.inventory(), "one"));

        assertThat(scope.get("twice")).isEqualTo(2L);
        assertThat(scope.with(Map.of("item", 5L)).get("twice")).isEqualTo(10L);
    }
}
