package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.inventory.Host;
import io.hitless.inventory.InventoryReader;
import io.hitless.run.FakeRun;
import io.hitless.run.Playbooks;
import io.hitless.source.Span;
import io.hitless.template.Template;
import io.hitless.vars.PlayHosts;
import io.hitless.vars.RunInfo;
import io.hitless.vars.VariableRules;
import io.hitless.vars.Variables;
import io.hitless.yaml.PlainNodes;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryControlTest {
    private final Variables variables = new Variables(
            InventoryReader.read(List.of("a,"), file -> file),
            Playbooks.loader().templates(),
            Map.of(),
            RunInfo.plain(),
            VariableRules.USUAL,
            Path.of("."));
    private final InventoryControl control =
            new InventoryControl(variables, new RunInventory(variables, variables::inventory), FakeRun.NOBODY, 2);

    private static YamlNode node(Object value) {
        return PlainNodes.of(value, Span.at("site.yml", 1, 1), null);
    }

    @Test
    void a_host_is_added_once_with_its_groups() {
        assertThat(control.addHost("b", List.of("web"), Map.of("x", node(1L)))).isTrue();
        assertThat(control.addHost("b", List.of("web"), Map.of("x", node(1L)))).isFalse();
        assertThat(control.addHost("b", List.of("web"), Map.of("x", node(2L)))).isTrue();
        assertThat(control.addHost("b", List.of("web"), Map.of())).isFalse();
        assertThat(variables.inventory().host("b")).isNotNull();
        assertThat(variables.inventory().group("web")).isNotNull();
    }

    @Test
    void a_host_is_put_into_a_group_that_is_made_if_need_be() {
        assertThat(control.addToGroup("a", "linux", List.of("os"))).isTrue();
        assertThat(control.addToGroup("a", "linux", List.of("os"))).isFalse();
        assertThat(variables.inventory().group("os")).isNotNull();
    }

    @Test
    void variables_are_included_for_a_host_that_need_not_be_in_the_inventory() {
        Map<String, Template> vars = Map.of("x", new Template.Constant(1L, Span.at("v.yml", 1, 1)));
        control.include("a", vars);
        control.include("elsewhere", vars);
        var play = variables.play(Playbooks.play("- hosts: all\n"), Map.of(), PlayHosts.of(List.of()));
        assertThat(play.scope(Objects.requireNonNull(variables.inventory().host("a")))
                        .get("x"))
                .isEqualTo(1L);
        assertThat(play.scope(Host.unknown("elsewhere")).get("x")).isEqualTo(1L);
    }

    @Test
    void a_task_that_runs_once_includes_for_all_hosts_and_passes_the_rest_on(@TempDir Path directory) throws Exception {
        ActionFixture one = new ActionFixture(directory);
        one.variables.put("typed", "yes");
        InventoryControl.ForAll all = new InventoryControl.ForAll(one, List.of("a", "b"));
        all.include("a", Map.of());
        assertThat(all.addHost("x", List.of(), Map.of())).isTrue();
        assertThat(all.addToGroup("a", "g", List.of())).isTrue();
        assertThat(all.prompt("sure", true)).isEqualTo("yes");
        assertThat(all.verbosity()).isEqualTo(1);
        one.addsNothing = true;
        assertThat(all.addHost("x", List.of(), Map.of())).isFalse();
        assertThat(all.addToGroup("a", "g", List.of())).isFalse();
        assertThat(one.done.subList(0, 5))
                .containsExactly(
                        "variables for a",
                        "variables for b",
                        "host x in [] with {}",
                        "a to group g below []",
                        "asked: sure");
    }

    @Test
    void nobody_is_asked_where_there_is_no_operator() throws Exception {
        assertThat(control.prompt("sure", true)).isNull();
        assertThat(control.verbosity()).isEqualTo(2);
    }
}
