package io.hitless.vars;

import static io.hitless.vars.InventoryPluginFiles.group;
import static io.hitless.vars.InventoryPluginFiles.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.inventory.Inventory;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables and groups that follow from the variables of hosts. */
class ConstructedInventoryTest {
    private static final String HOSTS = """
        all:
          hosts:
            web1: {kind: web, size: 2, tags: [a, b], at: {rack: r1, row: ''}, empty: ''}
            web2: {kind: web, size: 9, tags: [b], at: {rack: r2}, empty: ''}
            db1: {kind: db-main, size: 1, tags: []}
        """;

    @TempDir
    private Path directory;

    private Inventory read(String config) {
        return new InventoryPluginFiles(
                        directory, ExtraVars.parse(List.of("extra=given"), PlainLoading.templates(), false, _ -> {}))
                .read(HOSTS, "plugin: constructed\n" + config);
    }

    private Inventory keyed(String entry) {
        return read("keyed_groups:\n  - {" + entry + "}\n");
    }

    @Test
    void a_composed_variable_has_the_value_of_its_expression() {
        Inventory inventory = read("compose: {twice: size * 2, text: \"'x' ~ kind\", fixed: 5, same: kind}");
        assertThat(variable(inventory, "web1", "twice")).isEqualTo(4L);
        assertThat(variable(inventory, "web1", "text")).hasToString("xweb");
        assertThat(variable(inventory, "web2", "fixed")).isEqualTo(5L);
        assertThat(variable(inventory, "web2", "same")).hasToString("web");
    }

    @Test
    void a_group_has_the_hosts_for_which_its_condition_holds_and_sees_what_was_composed() {
        Inventory inventory =
                read("compose: {twice: size * 2}\ngroups: {big-ones: twice > 3, every: true, none: false}");
        assertThat(group(inventory, "big_ones")).containsExactly("web1", "web2");
        assertThat(group(inventory, "every")).hasSize(3);
        assertThat(inventory.group("none")).isNull();
    }

    @Test
    void what_cannot_be_evaluated_is_passed_over_unless_the_plugin_is_strict() {
        String config = "compose: {a: nowhere}\ngroups: {g: nowhere > 1}\nkeyed_groups: [{key: nowhere}]\n";
        assertThat(variable(read(config), "web1", "a")).isNull();
        for (String part :
                List.of("compose: {a: nowhere}", "groups: {g: nowhere > 1}", "keyed_groups: [{key: nowhere}]")) {
            assertThatThrownBy(() -> read("strict: true\n" + part + "\n"))
                    .as(part)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("'nowhere' is undefined")
                    .hasMessageContaining("web1");
        }
    }

    @Test
    void extra_variables_count_only_if_they_are_asked_for() {
        assertThat(variable(read("compose: {e: extra}"), "web1", "e")).isNull();
        assertThat(variable(read("use_extra_vars: true\ncompose: {e: extra}"), "web1", "e"))
                .hasToString("given");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "key: kind, prefix: is; is_web; web1 web2",
                "key: kind, prefix: is; is_db_main; db1",
                "key: kind; _web; web1 web2",
                "key: kind, prefix: is, separator: '-'; is_web; web1 web2",
                "key: tags, prefix: t; t_b; web1 web2",
                "key: at, prefix: at; at_rack_r1; web1",
                "key: at, prefix: at; at_row_; web1",
                "key: at, prefix: at, trailing_separator: false; at_row; web1",
                "key: at, prefix: at, default_value: x; at_row_x; web1",
                "key: empty, prefix: e, default_value: x; e_x; web1 web2",
                "key: size, prefix: s, default_value: x; s_x; ''"
            })
    void a_keyed_group_is_named_after_the_value(String entry, String name, String hosts) {
        if (hosts.isEmpty()) {
            assertThatThrownBy(() -> keyed(entry)).hasMessageContaining("a text, a list or a mapping, not 2");
        } else {
            assertThat(group(keyed(entry), name)).containsExactly(hosts.split(" "));
        }
    }

    @Test
    void a_name_without_prefix_may_begin_without_a_separator() {
        Inventory inventory = read("leading_separator: false\nkeyed_groups: [{key: kind}]\n");
        assertThat(group(inventory, "web")).containsExactly("web1", "web2");
    }

    @Test
    void a_keyed_group_has_a_parent_of_its_own() {
        Inventory inventory = keyed("key: kind, prefix: is, parent_group: 'all-{{ kind }}'");
        assertThat(group(inventory, "all_web")).containsExactly("web1", "web2");
        assertThat(group(inventory, "all_db_main")).containsExactly("db1");
    }

    @Test
    void an_empty_key_makes_no_group_and_is_an_error_where_the_plugin_is_strict() {
        assertThat(keyed("key: empty, prefix: e").group("e_")).isNull();
        assertThatThrownBy(() -> read("strict: true\nkeyed_groups: [{key: empty, prefix: e}]\n"))
                .hasMessageContaining("the key of a group is empty for host 'web1'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "compose: [a]; must be a mapping",
                "compose: {a: [b]}; an expression is a text",
                "keyed_groups: [a]; is a mapping with",
                "keyed_groups: [{prefix: a}]; is a mapping with",
                "keyed_groups: [{key: a, default_value: x, trailing_separator: false}]; does not go together"
            })
    void options_of_another_form_are_refused_at_their_place(String config, String why) {
        assertThatThrownBy(() -> read("strict: true\n" + config + "\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2.yml:3:")
                .hasMessageContaining(why);
    }
}
