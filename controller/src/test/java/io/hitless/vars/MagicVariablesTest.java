package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.inventory.Host;
import io.hitless.inventory.InventoryReader;
import io.hitless.playbook.Block;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.playbook.load.Templates;
import io.hitless.playbook.load.TestModules;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables that are always there, seen from a task of a role that another role depends on. */
class MagicVariablesTest {
    @TempDir
    Path dir;

    private Play play = null;
    private PlayVariables ofPlay = null;
    private Variables variables = null;

    @BeforeEach
    void load() throws IOException {
        write("inventory/hosts.yml", """
            all:
              children:
                web: {hosts: {web1.example.org: {port: 80, chain: '{{ port }}/{{ inventory_hostname }}'}, web2: {}}}
                db: {hosts: {db1: {secret: '{{ nowhere }}'}}}
            """);
        write("site/site.yml", """
            - name: Roll out
              hosts: web
              vars: {region: eu, name_of_role: outer}
              vars_prompt: [{name: asked, private: true}, {name: shown, private: false}]
              roles: [outer]
              tasks:
                - name: plain
                  debug: {msg: x}
                - name: elsewhere
                  delegate_to: db1
                  debug: {msg: x}
                - name: at a stranger
                  delegate_to: stranger
                  debug: {msg: x}
            """);
        write("site/roles/outer/meta/main.yml", "dependencies: [{role: inner, flavour: sweet}]\n");
        write("site/roles/outer/defaults/main.yml", "size: 1\nonly_outer: yes\n");
        write("site/roles/outer/tasks/main.yml", "- name: of outer\n  debug: {msg: x}\n");
        write("site/roles/inner/defaults/main.yml", "size: 2\nonly_inner: yes\n");
        write("site/roles/inner/vars/main.yml", "colour: red\n");
        write("site/roles/inner/tasks/main.yml", "- name: of inner\n  debug: {msg: x}\n");

        Templates templates = PlainLoading.templates();
        PlaybookLoader loader = PlainLoading.loader(TestModules.in(dir));
        play = loader.load(dir.resolve("site/site.yml")).getFirst();
        RunInfo run = new RunInfo(
                true,
                false,
                3,
                7,
                List.of("deploy"),
                List.of("slow"),
                List.of("hosts.yml"),
                "web*",
                null,
                ConnectionDefaults.USUAL);
        variables = new Variables(
                InventoryReader.read(List.of(dir.resolve("inventory/hosts.yml").toString()), file -> file),
                templates,
                Map.of(),
                run,
                VariableRules.USUAL,
                dir);
        PlayHosts hosts = new PlayHosts(
                () -> List.of("web1.example.org", "web2", "gone"),
                () -> List.of("web1.example.org", "web2"),
                () -> List.of("web2"));
        ofPlay = variables.play(play, Map.of("asked", "typed", "shown", "aloud"), hosts);
    }

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Host host(String name) {
        return Objects.requireNonNull(variables.inventory().host(name));
    }

    /** What {@code web1.example.org} sees at the task of that name. */
    private TaskScope at(String task) {
        List<Task> all = new ArrayList<>();
        play.sections().roleTasks().forEach(step -> collect(step, all));
        play.sections().tasks().forEach(step -> collect(step, all));
        Task found = all.stream()
                .filter(one -> one.name() != null && one.name().span().text().equals(task))
                .findFirst()
                .orElseThrow();
        return ofPlay.scope(host("web1.example.org"), found);
    }

    private static void collect(Step step, List<Task> into) {
        switch (step) {
            case Task task -> into.add(task);
            case Block block -> block.steps().forEach(one -> collect(one, into));
            default -> {}
        }
    }

    private static void assertUndefined(TaskScope scope, String name) {
        assertThat(scope.get(name)).as(name).isInstanceOf(Undefined.class);
    }

    @Test
    void a_host_knows_its_names_files_and_groups() {
        TaskScope scope = at("plain");
        assertThat(scope.get("inventory_hostname")).isEqualTo("web1.example.org");
        assertThat(scope.get("inventory_hostname_short")).isEqualTo("web1");
        assertThat(scope.get("inventory_file"))
                .isEqualTo(dir.resolve("inventory/hosts.yml").toString());
        assertThat(scope.get("inventory_dir"))
                .isEqualTo(dir.resolve("inventory").toString());
        assertThat(scope.get("group_names")).isEqualTo(List.of("web"));
        assertThat((Map<?, ?>) scope.get("groups"))
                .extracting("web", "db")
                .containsExactly(List.of("web1.example.org", "web2"), List.of("db1"));
    }

    @Test
    void a_run_tells_how_it_was_started() {
        TaskScope scope = at("plain");
        assertThat(scope.get("ansible_check_mode")).isEqualTo(true);
        assertThat(scope.get("ansible_diff_mode")).isEqualTo(false);
        assertThat(scope.get("ansible_verbosity")).isEqualTo(3L);
        assertThat(scope.get("ansible_forks")).isEqualTo(7L);
        assertThat(scope.get("ansible_run_tags")).isEqualTo(List.of("deploy"));
        assertThat(scope.get("ansible_skip_tags")).isEqualTo(List.of("slow"));
        assertThat(scope.get("ansible_inventory_sources")).isEqualTo(List.of("hosts.yml"));
        assertThat(scope.get("ansible_limit")).isEqualTo("web*");
        assertThat(scope.get("playbook_dir")).isEqualTo(dir.resolve("site").toString());
        assertThat(scope.get("omit")).isEqualTo(Omit.PLACEHOLDER);
    }

    @Test
    void playbooks_find_the_version_of_ansible_whose_behaviour_they_get() {
        assertThat((Map<?, ?>) at("plain").get("ansible_version"))
                .extracting("full", "string", "major", "minor", "revision")
                .containsExactly("2.19.11", "2.19.11", 2L, 19L, 11L);
    }

    @Test
    void a_play_knows_its_hosts_and_roles() {
        TaskScope scope = at("plain");
        assertThat(scope.get("ansible_play_name")).hasToString("Roll out");
        assertThat(scope.get("ansible_play_hosts_all")).isEqualTo(List.of("web1.example.org", "web2", "gone"));
        assertThat(scope.get("ansible_play_hosts")).isEqualTo(List.of("web1.example.org", "web2"));
        assertThat(scope.get("ansible_play_batch")).isEqualTo(List.of("web2"));
        assertThat(scope.get("play_hosts")).isEqualTo(List.of("web2"));
        assertThat(scope.get("ansible_play_role_names")).isEqualTo(List.of("outer"));
        assertThat(scope.get("role_names")).isEqualTo(List.of("outer"));
        assertThat(scope.get("ansible_dependent_role_names")).isEqualTo(List.of("inner"));
        assertThat(scope.get("ansible_role_names")).isEqualTo(List.of("outer", "inner"));
    }

    @Test
    void outside_of_roles_there_is_no_role() {
        for (String name : List.of("role_name", "role_path", "ansible_role_name", "ansible_parent_role_names")) {
            assertUndefined(at("plain"), name);
            assertThat(at("plain").names()).doesNotContain(name);
        }
    }

    @Test
    void a_role_knows_itself_and_those_that_include_it() {
        TaskScope inner = at("of inner");
        assertThat(inner.get("role_name")).isEqualTo("inner");
        assertThat(inner.get("ansible_role_name")).isEqualTo("inner");
        assertThat(inner.get("role_path"))
                .isEqualTo(dir.resolve("site/roles/inner").toString());
        assertUndefined(inner, "ansible_parent_role_names"); // a dependency is not included
        assertUndefined(at("of outer"), "ansible_parent_role_names");
        assertUndefined(at("of outer"), "ansible_parent_role_paths");
    }

    @Test
    void a_role_sees_its_own_defaults_first_and_those_of_its_relatives_after() {
        assertThat(at("of outer").get("size")).isEqualTo(1L);
        assertThat(at("of inner").get("size")).isEqualTo(2L);
        assertThat(at("of outer").get("only_inner")).isEqualTo(true);
        assertThat(at("of inner").get("only_outer")).isEqualTo(true);
        assertThat(at("of outer").get("colour")).isEqualTo("red");
        assertThat(at("of inner").get("flavour")).isEqualTo("sweet");
        assertUndefined(at("of outer"), "flavour");
        assertThat(at("of inner").names()).contains("flavour", "colour", "only_outer", "size");
    }

    @Test
    void a_play_has_its_own_variables_and_what_was_typed() {
        TaskScope scope = at("plain");
        assertThat(scope.get("region")).isEqualTo("eu");
        assertThat(scope.get("asked")).isEqualTo("typed");
        assertThat(scope.names()).contains("region", "asked", "port", "ansible_facts", "groups");
        assertUndefined(variables.scope(host("web2")), "region");
    }

    @Test
    void vars_is_everything_by_name_resolved_when_it_is_asked_for() {
        Map<?, ?> vars = (Map<?, ?>) Objects.requireNonNull(at("plain").get("vars"));
        assertThat(vars.get("chain")).isEqualTo("80/web1.example.org");
        assertThat(vars.containsKey("region")).isTrue();
        assertThat(vars.containsKey("nothing")).isFalse();
        assertThat(vars.containsKey(7)).isFalse();
        assertThat(vars.get("nothing")).isNull();
        assertThat(vars.get(7)).isNull();
        assertThat(vars.size()).isEqualTo(vars.keySet().size());
    }

    @Test
    void variables_never_contain_themselves() {
        Map<?, ?> vars = (Map<?, ?>) Objects.requireNonNull(at("plain").get("vars"));
        List<Object> shown = new ArrayList<>();
        vars.entrySet().forEach(entry -> shown.add(entry.getKey()));
        assertThat(shown).contains("region", "groups", "hostvars").doesNotContain("vars", "omit");
        Map<?, ?> host = (Map<?, ?>) ((Map<?, ?>) Objects.requireNonNull(vars.get("hostvars")))
                .values()
                .iterator()
                .next();
        assertThat(host.containsKey("groups")).isTrue();
        assertThat(host.containsKey("hostvars")).isFalse();
        assertThat(host.get("vars")).isNull();
    }

    @Test
    void hostvars_has_every_host_of_the_inventory() {
        Map<?, ?> hostvars = (Map<?, ?>) Objects.requireNonNull(at("plain").get("hostvars"));
        assertThat(hostvars.size()).isEqualTo(3);
        assertThat(hostvars.containsKey("db1")).isTrue();
        assertThat(hostvars.containsKey("nobody")).isFalse();
        assertThat(hostvars.containsKey(7)).isFalse();
        assertThat(hostvars.get("nobody")).isNull();
        assertThat(hostvars.get(7)).isNull();
        assertThat((Map<?, ?>) hostvars.get("web1.example.org"))
                .extracting("port")
                .isEqualTo(80L);
        assertThat(hostvars.get("db1")).as("made once").isSameAs(hostvars.get("db1"));
        List<Object> names = new ArrayList<>();
        hostvars.entrySet().forEach(entry -> names.add(entry.getKey()));
        assertThat(names).containsExactlyInAnyOrder("web1.example.org", "web2", "db1");
    }

    @Test
    void what_cannot_be_resolved_is_shown_as_it_was_written() {
        Map<?, ?> hostvars = (Map<?, ?>) Objects.requireNonNull(at("plain").get("hostvars"));
        Object shown = ((Map<?, ?>) Objects.requireNonNull(hostvars.get("db1")))
                .entrySet().stream()
                        .filter(entry -> "secret".equals(entry.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        assertThat(shown).isEqualTo("{{ nowhere }}");
    }

    @Test
    void hosts_are_picked_by_patterns() {
        assertThat(at("plain").hosts(List.of("all:!db"))).containsExactly("web1.example.org", "web2");
    }

    @Test
    void what_was_typed_unseen_is_a_secret_and_what_was_shown_is_none() {
        Set<String> used = new LinkedHashSet<>();
        SecretUse.recording(used, () -> at("plain").get("shown"));
        assertThat(used).isEmpty();
        SecretUse.recording(used, () -> at("plain").get("asked"));
        assertThat(used).containsExactly("typed");
    }

    @Test
    void a_secret_is_noted_each_time_its_variable_is_used() {
        TaskScope scope = at("plain");
        Set<String> first = new LinkedHashSet<>();
        SecretUse.recording(first, () -> scope.get("asked"));
        Set<String> again = new LinkedHashSet<>();
        SecretUse.recording(again, () -> scope.get("asked"));
        assertThat(again).isEqualTo(first).containsExactly("typed");
    }

    @Test
    void the_variables_of_the_host_that_acts_are_there_by_its_name() {
        assertUndefined(at("plain"), "ansible_delegated_vars");
        assertThat((Map<?, ?>) at("elsewhere").get("ansible_delegated_vars"))
                .extracting("db1")
                .extracting("inventory_hostname")
                .isEqualTo("web1.example.org"); // as in Ansible, that of the host that it acts for
        assertThat((Map<?, ?>) at("at a stranger").get("ansible_delegated_vars"))
                .extracting("stranger")
                .extracting("inventory_hostname")
                .isEqualTo("web1.example.org");
    }

    @Test
    void files_are_looked_for_in_the_role_and_then_beside_the_playbook() {
        assertThat(at("of inner").searchPath())
                .startsWith(dir.resolve("site/roles/inner"))
                .endsWith(dir.resolve("site"));
        assertThat(at("plain").get("ansible_search_path"))
                .isEqualTo(List.of(dir.resolve("site").toString()));
    }

    @Test
    void hosts_that_never_fail_are_in_one_batch() {
        PlayHosts all = PlayHosts.of(List.of("a", "b"));
        assertThat(all.all().get()).isEqualTo(List.of("a", "b"));
        assertThat(all.remaining().get()).isEqualTo(List.of("a", "b"));
        assertThat(all.batch().get()).isEqualTo(List.of("a", "b"));
    }

    @Test
    void roles_that_come_in_later_are_seen_by_the_rest_of_the_play() {
        assertUndefined(ofPlay.scope(host("web2")), "late");
        Play other = play;
        ofPlay.publish(other.variables().roles());
        assertThat(ofPlay.layers().roleNames(false)).containsExactly("outer");
        assertThat(ofPlay.layers().roleDefaults().get("size")).isNotNull();
    }
}
