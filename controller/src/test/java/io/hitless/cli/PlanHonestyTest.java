package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.report.CleanStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A playbook full of traps for plans: whatever its rollout changes has to be foreseen as a change, or owned to be
 * unknown.
 */
class PlanHonestyTest {
    private static final Pattern TASK = Pattern.compile("(?:TASK|RUNNING HANDLER) \\[(.*)] \\*+");
    private static final Pattern CHANGED = Pattern.compile("changed: \\[([^] ]+)");

    private static final String HOSTS =
            "all: {hosts: {h1: , h2: }, vars: {ansible_connection: local, dir: '%s/{{ inventory_hostname }}'}}\n";

    private static final String SITE = """
        - hosts: all
          gather_facts: false
          tasks:
            - {name: make the place, file: {path: "{{ dir }}", state: directory}}
            - {name: write below it, copy: {content: "a", dest: "{{ dir }}/a"}, register: wrote, notify: surely}
            - {name: plainly, copy: {content: "a", dest: "{{ playbook_dir }}/{{ inventory_hostname }}.txt"}, notify: plain}
            - meta: flush_handlers
            - {name: look, stat: {path: "{{ dir }}/a"}, register: looked}
            - {name: by what was looked at, file: {path: "{{ dir }}/b", state: touch}, when: looked.stat.exists}
            - {name: by not changed, file: {path: "{{ dir }}/c", state: touch}, when: wrote is not failed}
            - {name: remove by command, command: "rm -f {{ playbook_dir }}/{{ inventory_hostname }}.kept"}
            - {name: kept again, copy: {content: "kept\\n", dest: "{{ playbook_dir }}/{{ inventory_hostname }}.kept"}}
            - {name: remove by shell, shell: "cd {{ dir }}; rm -f x; touch made by", args: {chdir: "{{ dir }}/.."}, register: shelled, notify: perhaps}
            - {name: made by it, file: {path: "{{ dir }}/made", state: absent}}
            - {name: by its status, file: {path: "{{ dir }}/d", state: touch}, when: shelled.rc | default(1) == 0}
            - {name: for its lines, file: {path: "{{ dir }}/e{{ item }}", state: touch}, loop: "{{ shelled.stdout_lines | default([]) + ['1'] }}"}
            - {name: a fact of it, set_fact: {kind: "{{ 'new' if shelled is changed else 'old' }}"}}
            - {name: by the fact, file: {path: "{{ dir }}/f", state: touch}, when: kind | default('old') == 'new'}
            - {name: by the fact of another, file: {path: "{{ dir }}/g", state: touch}, when: hostvars.h1.kind | default('old') == 'new'}
            - {name: read for real, command: "cat {{ dir }}/a", check_mode: false, changed_when: false, failed_when: false, register: read}
            - {name: by what was read, file: {path: "{{ dir }}/h", state: touch}, when: read.stdout == 'a'}
            - {name: until it is there, stat: {path: "{{ dir }}/a"}, register: waited, until: waited.stat.exists, retries: 2, delay: 0}
            - {name: after the wait, file: {path: "{{ dir }}/i", state: touch}, when: waited.stat.exists}
            - include_tasks: "{{ 'more' if shelled is changed else 'nothing' }}.yml"
            - {name: by a register of the include, file: {path: "{{ dir }}/l", state: touch}, when: "included | default({'rc': 1}) is changed"}
          handlers:
            - {name: plain, file: {path: "{{ playbook_dir }}/{{ inventory_hostname }}.plain", state: touch}}
            - {name: surely, file: {path: "{{ dir }}/j", state: touch}, notify: third}
            - {name: perhaps, file: {path: "{{ dir }}/k", state: touch}}
            - {name: third, command: "touch {{ dir }}/third"}
        """;

    @TempDir
    Path dir;

    @Test
    void whatever_a_rollout_changes_was_foreseen_as_a_change_or_as_unknown() throws IOException {
        Files.writeString(dir.resolve("hosts.yml"), HOSTS.formatted(dir));
        Files.writeString(dir.resolve("h1.kept"), "kept\n");
        Files.writeString(dir.resolve("h2.kept"), "kept\n");
        Files.writeString(dir.resolve("site.yml"), SITE);
        Files.writeString(dir.resolve("more.yml"), "- {name: within, command: 'true', register: included}\n");
        Files.writeString(dir.resolve("nothing.yml"), "[]\n");

        Map<String, Set<String>> foreseen = foreseen(run("plan", "--output", "json"));
        assertThat(dir.resolve("h1")).as("what a plan left behind").doesNotExist();
        Set<String> changed = changed(run("rollout"));

        assertThat(foreseen).containsEntry("h1 plainly", Set.of("change")).containsEntry("h2 plain", Set.of("change"));
        assertThat(changed)
                .hasSizeGreaterThan(30)
                .contains("h2 by the fact of another", "h1 perhaps", "h1 third", "h2 kept again");
        assertThat(changed).allSatisfy(what -> {
            boolean inAnOpenInclude =
                    what.endsWith(" within"); // which steps there are is itself unknown, and that is told
            assertThat(inAnOpenInclude
                            || foreseen.getOrDefault(what, Set.of()).stream()
                                    .anyMatch(Set.of("change", "unknown")::contains))
                    .as(what + " was foreseen as " + foreseen.get(what))
                    .isTrue();
        });
        assertThat(foreseen).containsEntry("h1 include_tasks", Set.of("unknown"));
    }

    private static Map<String, Set<String>> foreseen(String json) throws IOException {
        Map<String, Set<String>> foreseen = new HashMap<>();
        for (JsonNode step : new ObjectMapper().readTree(json).get("steps")) {
            for (JsonNode finding : step.get("findings")) {
                finding.get("hosts")
                        .forEach(host -> foreseen.computeIfAbsent(
                                        host.asText() + " " + step.get("task").asText(), _ -> new HashSet<>())
                                .add(finding.get("state").asText()));
            }
        }
        return foreseen;
    }

    private static Set<String> changed(String output) {
        Set<String> changed = new HashSet<>();
        String task = "";
        for (String line : output.lines().toList()) {
            Matcher begun = TASK.matcher(line);
            task = begun.matches() ? begun.group(1) : task;
            Matcher found = CHANGED.matcher(line);
            if (found.lookingAt()) {
                changed.add(found.group(1) + " " + task);
            }
        }
        return changed;
    }

    private String run(String command, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        try (PrintStream captured = CleanStream.printing(out, true)) {
            System.setOut(captured);
            List<String> args = new ArrayList<>(
                    List.of(command, "-i", dir.resolve("hosts.yml").toString()));
            args.addAll(List.of(options));
            args.add(dir.resolve("site.yml").toString());
            int exit = new Commands().commandLine().execute(args.toArray(String[]::new));
            assertThat(exit).as(out.toString(UTF_8)).isZero();
        } finally {
            System.setOut(stdout);
        }
        return out.toString(UTF_8);
    }
}
