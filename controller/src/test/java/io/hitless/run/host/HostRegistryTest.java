package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.UnmatchedPattern;
import io.hitless.run.Playbooks;
import io.hitless.vars.RunInfo;
import io.hitless.vars.VariableRules;
import io.hitless.vars.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostRegistryTest {
    private final List<Event> events = new ArrayList<>();

    @Test
    void a_pattern_selects_hosts_part_by_part() {
        assertThat(hosts(null).select(List.of("web2,web1"))).containsExactly("web2", "web1");
        assertThat(hosts(null).select(HostPattern.parse(List.of("web*")))).containsExactly("web1", "web2");
        assertThat(events).isEmpty();
    }

    @Test
    void a_limit_narrows_the_plays_and_nothing_else() {
        HostRegistry limited = hosts("web2");
        assertThat(limited.select(List.of("all"))).containsExactly("web2");
        assertThat(limited.select(HostPattern.parse(List.of("all")))).hasSize(3);
    }

    @Test
    void a_part_that_matches_nothing_is_warned_of_with_what_was_meant() {
        assertThat(hosts(null).select(List.of("web1,wbe2,nowhere-at-all"))).containsExactly("web1");
        assertThat(events)
                .extracting(event -> ((Event.Warning) event).text())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("Could not match supplied host pattern, ignoring: wbe2; ")
                                .contains("web2"),
                        second -> assertThat(second).endsWith("ignoring: nowhere-at-all"));
    }

    @Test
    void a_host_is_made_once_and_one_outside_the_inventory_has_no_variables() {
        HostRegistry hosts = hosts(null);
        assertThat(hosts.host("web1")).isSameAs(hosts.host("web1"));
        assertThat(hosts.host("elsewhere").name()).isEqualTo("elsewhere");
        assertThat(hosts.hosts()).extracting(HostRun::name).containsExactly("web1", "elsewhere");
        assertThat(hosts.inventoryHost("web1")).isSameAs(hosts.inventoryHost("web1"));
        assertThat(hosts.inventoryHost("elsewhere").name()).isEqualTo("elsewhere");
    }

    private HostRegistry hosts(@Nullable String limit) {
        Variables variables = new Variables(
                InventoryReader.read(List.of("web1,web2,db,"), file -> file),
                Playbooks.loader().templates(),
                Map.of(),
                RunInfo.plain(),
                VariableRules.USUAL,
                Path.of("."));
        return new HostRegistry(variables, limit, UnmatchedPattern.WARNING, events::add);
    }
}
