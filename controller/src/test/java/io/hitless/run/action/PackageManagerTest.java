package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import io.hitless.vars.Omit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code package}: hands its options on to the module of the host's package manager. */
class PackageManagerTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
    }

    private void answering(String manager) {
        run.session.answering(call -> call.module().name().equals("setup")
                ? Result.ok(false, Map.of("ansible_facts", Map.of("ansible_pkg_mgr", manager)))
                : Result.ok(true, Map.of("by", call.module().name())));
    }

    private String called() {
        return run.calls.getLast().module().name();
    }

    @Test
    void every_option_reaches_the_module_that_the_facts_name() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        run.run("{package: {name: [a, b], state: installed, cache_valid_time: 3600,"
                + " install-recommends: no, update_cache: yes}}");
        assertThat(run.calls).hasSize(1);
        assertThat(called()).isEqualTo("apt");
        assertThat(run.args())
                .containsEntry("name", List.of("a", "b"))
                .containsEntry("state", "present")
                .containsEntry("cache_valid_time", 3600L)
                .containsEntry("install_recommends", false)
                .containsEntry("update_cache", true)
                .doesNotContainKey("use");
    }

    @Test
    void an_option_that_is_not_given_has_the_default_of_that_module() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        run.run("{package: {pkg: a, cache_valid_time: 5}}");
        assertThat(run.args()).containsEntry("state", "present").doesNotContainKey("update_cache");
    }

    @Test
    void without_facts_the_host_is_asked() throws Exception {
        answering("dnf5");
        Result result = run.run("{package: {name: a, state: removed, enablerepo: x}}");
        assertThat(result.fields()).containsEntry("by", "dnf");
        assertThat(run.calls.getFirst().args()).containsEntry("filter", List.of("ansible_pkg_mgr"));
        assertThat(run.args()).containsEntry("state", "removed").containsEntry("enablerepo", List.of("x"));
    }

    @Test
    void a_delegate_has_its_own_package_manager() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        answering("pacman");
        run.run("{package: {name: a}, delegate_to: b}");
        assertThat(called()).isEqualTo("pacman");
    }

    @ParameterizedTest
    @CsvSource({"dnf, dnf", "ansible.builtin.yum, dnf", "community.general.pacman, pacman"})
    void use_names_the_package_manager(String use, String module) throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        run.run("{package: {name: a, use: " + use + "}}");
        assertThat(called()).isEqualTo(module);
    }

    @Test
    void the_variable_ansible_package_use_is_above_the_facts() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        run.variables.put("ansible_package_use", "dnf");
        run.run("{package: {name: a}}");
        assertThat(called()).isEqualTo("dnf");
    }

    @Test
    void module_defaults_of_the_other_module_apply() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        run.variables.put("t", 60L);
        run.variables.put("omit", Omit.PLACEHOLDER);
        run.run("{package: {name: a, purge: no}, module_defaults: {apt: {lock_timeout: '{{ t }}', purge: yes,"
                + " autoremove: '{{ omit }}'}}}");
        assertThat(run.args())
                .containsEntry("lock_timeout", 60L)
                .containsEntry("purge", false)
                .containsEntry("autoremove", false);
    }

    @Test
    void an_option_that_the_other_module_has_not_is_an_error() {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "apt"));
        assertThatThrownBy(() -> run.run("{package: {name: a, enablerepo: x}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("unknown option 'enablerepo' of module 'apt'");
        assertThatThrownBy(() -> run.run("{package: {name: a, use: pacman, purge: yes}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("unknown option 'purge' of module 'pacman'");
    }

    @Test
    void an_unknown_package_manager_fails() throws Exception {
        run.variables.put("ansible_facts", Map.of("pkg_mgr", "unknown"));
        assertThat(run.run("{package: {name: a}}").fields())
                .containsEntry("msg", "Could not find a matching action for the \"unknown\" package manager.");
        assertThat(run.calls).isEmpty();
    }

    @Test
    void a_host_that_does_not_tell_is_an_error() {
        assertThatThrownBy(() -> run.run("{package: {name: a}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot find out the host's package manager");
    }
}
