package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Tags;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roles a and b depend on d; what a host has run of them before is left out. */
class RolesRunTest {
    private static final String FIRST_HOST_ONLY = ", when: inventory_hostname == groups.all.0";

    @TempDir
    private Path directory;

    @BeforeEach
    void roles() {
        role("d", "");
        role("a", "dependencies: [d]");
        role("b", "dependencies: [d]");
    }

    private void role(String name, String meta) {
        Playbooks.write(directory, "roles/" + name + "/tasks/main.yml", "- {name: t, debug: }\n");
        Playbooks.write(directory, "roles/" + name + "/meta/main.yml", meta);
    }

    private List<String> ended(String hosts, String tasks) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.directory = directory;
        FakeRun run = FakeRun.ofTasks(hosts, tasks, setup);
        run.carryOut();
        return run.ended().stream().filter(end -> end.endsWith(" OK")).toList();
    }

    private static String include(String role, String more) {
        return "{include_role: {name: " + role + "}" + more + "}";
    }

    @Test
    void a_dependency_runs_once_for_all_that_include_it() {
        assertThat(ended("h", include("a", "") + ", " + include("b", "")))
                .containsExactly("h d : t OK", "h a : t OK", "h b : t OK");
        assertThat(ended("h", "{include_role: {name: '{{ item }}'}, loop: [a, b, a]}"))
                .containsExactly("h d : t OK", "h a : t OK", "h b : t OK", "h a : t OK");
    }

    @Test
    void a_host_that_has_not_run_it_still_does() {
        assertThat(ended("g,h", include("a", FIRST_HOST_ONLY) + ", " + include("b", "")))
                .containsExactlyInAnyOrder("g d : t OK", "g a : t OK", "h d : t OK", "g b : t OK", "h b : t OK");
    }

    @Test
    void a_dependency_that_was_skipped_has_not_run() {
        Playbooks.write(directory, "roles/d/tasks/main.yml", "- {name: t, debug: , when: go | default(false)}\n");

        assertThat(ended("h", include("a", "") + ", {name: now, set_fact: {go: true}}, " + include("b", "")))
                .containsExactly("h a : t OK", "h now OK", "h d : t OK", "h b : t OK");
    }

    @Test
    void duplicates_are_allowed_by_the_dependency_and_refused_by_the_include() {
        role("d", "allow_duplicates: true");
        assertThat(ended("h", include("a", "") + ", " + include("b", "")))
                .containsExactly("h d : t OK", "h a : t OK", "h d : t OK", "h b : t OK");
        assertThat(ended("h", include("d", "") + ", {include_role: {name: d, allow_duplicates: false}}"))
                .containsExactly("h d : t OK");
    }

    /** Two roles of the play that need the same one, each with a tag of its own: the usual case. */
    @Test
    void a_dependency_of_listed_roles_runs_once_though_their_tags_differ() {
        assertThat(played("roles: [{role: a, tags: x}, {role: b, tags: y}]", Tags.ALL))
                .containsExactly("h d : t OK", "h a : t OK", "h b : t OK");
        assertThat(played("roles: [{role: a, tags: x}, {role: b, tags: y}]", Tags.of(List.of("y"), List.of())))
                .containsExactly("h d : t OK", "h b : t OK");
        assertThat(played("roles: [{role: a, tags: x}], tasks: [{include_role: {name: b}}]", Tags.ALL))
                .containsExactly("h d : t OK", "h a : t OK", "h b : t OK");
    }

    @Test
    void a_dependency_that_failed_is_not_complete() {
        Playbooks.write(
                directory,
                "roles/d/tasks/main.yml",
                "- {name: t, debug: }\n- {name: u, assert: {that: ansible_failed_task is defined}}\n");
        String block = "tasks: [{block: [{import_role: {name: a}}], rescue: [{import_role: {name: b}}]}]";

        assertThat(played(block, Tags.ALL)).containsExactly("h d : t OK", "h d : t OK", "h d : u OK", "h b : t OK");
    }

    private List<String> played(String keywords, Tags tags) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.directory = directory;
        setup.tags = tags;
        FakeRun run = new FakeRun("h", "- {hosts: all, gather_facts: false, " + keywords + "}\n", setup);
        run.carryOut();
        return run.ended().stream().filter(end -> end.endsWith(" OK")).toList();
    }
}
