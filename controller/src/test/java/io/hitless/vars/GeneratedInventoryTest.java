package io.hitless.vars;

import static io.hitless.vars.InventoryPluginFiles.group;
import static io.hitless.vars.InventoryPluginFiles.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.inventory.Inventory;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts for all combinations of values. */
class GeneratedInventoryTest {
    @TempDir
    private Path directory;

    private Inventory read(String config) {
        return new InventoryPluginFiles(directory, Map.of()).read("all: {hosts: {}}\n", "plugin: generator\n" + config);
    }

    @Test
    void there_is_a_host_for_each_combination() {
        Inventory inventory = read("""
            hosts: {name: '{{ kind }}-{{ n }}'}
            layers: {kind: [web, db], n: [1, 2]}
            """);
        assertThat(inventory.hosts()).containsOnlyKeys("web-1", "web-2", "db-1", "db-2");
        assertThat(group(inventory, "ungrouped")).hasSize(4);
    }

    @Test
    void parents_are_groups_with_parents_and_variables_of_their_own() {
        Inventory inventory = read("""
            hosts:
              name: '{{ kind }}1'
              parents:
                - name: '{{ kind }}'
                  vars: {is: 'a {{ kind }}', list: ['{{ kind }}']}
                  parents: [{name: every}]
            layers: {kind: [web, db]}
            """);
        assertThat(group(inventory, "web")).containsExactly("web1");
        assertThat(group(inventory, "every")).containsExactlyInAnyOrder("web1", "db1");
        assertThat(variable(inventory, "db1", "is")).hasToString("a db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hosts: {}; needs a",
                "hosts: {name: x, parents: [a]}; a parent is a mapping with 'name'",
                "hosts: {name: x, parents: [{vars: {}}]}; a parent is a mapping with 'name'",
                "hosts: {name: '{{ nowhere }}'}; nowhere' is undefined"
            })
    void what_names_no_host_is_refused(String config, String why) {
        assertThatThrownBy(() -> read(config + "\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(why)
                .hasMessageContaining("2.yml:2:");
    }

    @Test
    void a_layer_is_a_list() {
        assertThatThrownBy(() -> read("hosts: {name: x}\nlayers: {a: b}\n"))
                .hasMessageContaining("a layer is a list of values");
    }
}
