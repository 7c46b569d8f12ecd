package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.value.SecretUse;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostVariablesTest {
    private final HostVariables known = new HostVariables();

    @Test
    void facts_are_seen_without_their_prefix_but_for_local_ones() {
        known.addFacts(Map.of("ansible_kernel", "6.1", "ansible_local", Map.of("a", 1), "plain", 2));
        assertThat(known.facts()).isEqualTo(Map.of("kernel", "6.1", "ansible_local", Map.of("a", 1), "plain", 2));
    }

    @Test
    void new_facts_are_in_the_view_at_once_and_replace_old_ones() {
        known.addFacts(Map.of("ansible_kernel", "6.1"));
        assertThat(known.facts()).isSameAs(known.facts());
        known.addFacts(Map.of("ansible_kernel", "6.12"));
        assertThat(known.facts()).isEqualTo(Map.of("kernel", "6.12"));
        known.clearFacts();
        assertThat(known.facts()).isEmpty();
        assertThat(known.hasFacts()).isFalse();
    }

    @Test
    void a_fact_that_steers_the_connection_is_no_variable() {
        known.addFacts(Map.of(
                "ansible_host", "evil",
                "ansible_become_password", "x",
                "ansible_python_interpreter", "/tmp/x",
                "ansible_ssh_common_args", "-o x",
                "ansible_ssh_host_key_rsa_public", "AAAA"));
        assertThat(known.isFact("ansible_host")).isFalse();
        assertThat(known.isFact("ansible_become_password")).isFalse();
        assertThat(known.isFact("ansible_python_interpreter")).isFalse();
        assertThat(known.isFact("ansible_ssh_common_args")).isFalse();
        assertThat(known.isFact("ansible_ssh_host_key_rsa_public")).isTrue();
        assertThat(known.names()).containsExactly("ansible_ssh_host_key_rsa_public");
    }

    @Test
    void what_is_set_knows_the_secrets_that_went_into_it_until_it_is_set_anew() {
        Set<String> used = new LinkedHashSet<>();
        SecretUse.recording(used, () -> {
            SecretUse.note("swordfish");
            known.set("login", "admin:swordfish");
            return null;
        });
        assertThat(known.secretsIn("login")).containsExactly("swordfish");
        SecretUse.recording(new LinkedHashSet<>(), () -> {
            known.set("login", "nobody");
            return null;
        });
        assertThat(known.secretsIn("login")).isEmpty();
        assertThat(known.secretsIn("other")).isEmpty();
    }

    @Test
    void what_is_added_to_the_inventory_keeps_secrets_and_takes_none_away() {
        SecretUse.with(Set.of("swordfish"), () -> known.set("login", "swordfish!"));
        SecretUse.with(Set.of("cod"), () -> known.markAdded(Set.of("login", "door")));
        known.markAdded(Set.of("login", "other"));
        assertThat(known.secretsIn("login")).containsExactlyInAnyOrder("swordfish", "cod");
        assertThat(known.secretsIn("door")).containsExactly("cod");
        assertThat(known.secretsIn("other")).isEmpty();
    }

    @Test
    void a_copy_learns_apart() {
        known.set("a", 1);
        known.addFacts(Map.of("ansible_kernel", "6.1"));
        HostVariables copy = known.copy();
        copy.set("b", 2);
        copy.addFacts(Map.of("ansible_os", "Debian"));
        assertThat(copy.names()).containsExactlyInAnyOrder("a", "b", "ansible_kernel", "ansible_os");
        assertThat(known.names()).containsExactlyInAnyOrder("a", "ansible_kernel");
        assertThat(copy.valueSet("a")).isEqualTo(1);
        assertThat(copy.fact("ansible_kernel")).isEqualTo("6.1");
    }
}
