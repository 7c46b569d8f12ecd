package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift checks one after another, over hosts that are directories of this machine. */
class DriftTest {
    private static final String HOSTS =
            "all: {hosts: {h1: , h2: , h3: }, vars: {ansible_connection: local, dir: '%s/{{ inventory_hostname }}'}}\n";

    private static final String SITE = """
        - hosts: all
          gather_facts: false
          serial: 1
          tasks:
            - {name: the place, file: {path: "{{ dir }}", state: directory}}
            - {name: its configuration, copy: {content: "a\\n", dest: "{{ dir }}/conf"}, notify: reload}
            - {name: its motto, copy: {content: "b\\n", dest: "{{ dir }}/motto"}}
          handlers:
            - {name: reload, file: {path: "{{ dir }}/reloaded", state: touch}}
        """;

    @TempDir
    Path dir;

    @BeforeEach
    void a_fleet_in_sync() throws IOException {
        write("hosts.yml", HOSTS.formatted(dir));
        write("site.yml", SITE);
        assertThat(hitless("rollout").exit()).isZero();
    }

    @Test
    void a_fleet_in_sync_is_said_to_be() {
        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isZero();
        assertThat(checked.out())
                .isEqualTo("drift: none on 3 hosts; coverage 100 % of 9\n\nin sync: 3 hosts: h1, h2, h3\n");
    }

    @Test
    void drift_is_told_per_host_and_task_and_no_handler_is_drift() throws IOException {
        write("h2/conf", "z\n");
        write("h3/conf", "z\n");

        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out()).isEqualTo("""
            drift: 2 of 3 hosts drifted (2 findings); coverage 100 %% of 9

            its configuration  %1$s/site.yml:6:14
              1 host: h2: drifted
                --- before: %1$s/h2/conf
                +++ after: %1$s/h2/conf
                @@ -1 +1 @@
                -z
                +a
              1 host: h3: drifted
                --- before: %1$s/h3/conf
                +++ after: %1$s/h3/conf
                @@ -1 +1 @@
                -z
                +a

            h2                         : 1 drifted, 2 in sync
            h3                         : 1 drifted, 2 in sync
            in sync: 1 host: h1
            """.formatted(dir));
        assertThat(Files.readString(dir.resolve("h2/conf"))).isEqualTo("z\n");
    }

    @Test
    void a_check_is_compared_with_the_one_before_it() throws IOException {
        write("h1/conf", "z\n");
        JsonNode first = check();
        write("h2/motto", "z\n");
        JsonNode second = check();
        write("h1/conf", "a\n");
        JsonNode third = check();

        assertThat(first.has("before")).isFalse();
        assertThat(second.get("before")).isEqualTo(first.get("run"));
        assertThat(drifted(second)).containsExactly("h1 its configuration old", "h2 its motto new");
        assertThat(finding(second, "h1").get("first_seen")).isEqualTo(first.get("started"));
        assertThat(finding(second, "h1").get("last_seen")).isEqualTo(second.get("started"));
        assertThat(drifted(third)).containsExactly("h2 its motto old");
        JsonNode back = third.get("returned").get(0);
        assertThat(back.get("host").asText() + " " + back.get("task").asText()).isEqualTo("h1 its configuration");
        assertThat(back.get("first_seen")).isEqualTo(first.get("started"));
        assertThat(back.get("last_seen")).isEqualTo(second.get("started"));
        assertThat(check().get("returned")).isEmpty();
    }

    @Test
    void hosts_outside_the_limit_keep_what_is_known_of_them() throws IOException {
        write("h1/conf", "z\n");
        write("h2/conf", "z\n");
        JsonNode first = check();

        assertThat(drifted(check("-l", "h2"))).containsExactly("h2 its configuration old");

        JsonNode third = check();
        assertThat(drifted(third)).containsExactly("h1 its configuration old", "h2 its configuration old");
        assertThat(finding(third, "h1").get("first_seen")).isEqualTo(first.get("started"));
    }

    @Test
    void a_host_that_is_not_reached_keeps_what_is_known_of_it() throws IOException {
        write("h1/conf", "z\n");
        JsonNode first = check();
        write(
                "hosts.yml",
                HOSTS.formatted(dir)
                        .replace("h1: ,", "h1: {ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 9},"));

        Hitless unreached = hitless("drift");
        assertThat(unreached.exit()).isEqualTo(4);
        assertThat(unreached.out())
                .startsWith("drift: none on 2 hosts, not reached: 1 host: h1; coverage 100 % of 6\n");

        write("hosts.yml", HOSTS.formatted(dir));
        assertThat(finding(check(), "h1").get("first_seen")).isEqualTo(first.get("started"));
    }

    @Test
    void drift_is_the_same_when_its_line_moves() throws IOException {
        write("h1/conf", "z\n");
        JsonNode first = check();
        write("site.yml", SITE.replace("  tasks:\n", "  tasks:\n    - {name: more, debug: {msg: more}}\n"));

        assertThat(finding(check(), "h1").get("first_seen")).isEqualTo(first.get("started"));
    }

    @Test
    void a_task_in_sync_is_so_whatever_goes_before_it() throws IOException {
        write(
                "site.yml",
                SITE.replace("  tasks:\n", "  tasks:\n    - {name: rebuild, command: \"touch {{ dir }}/conf\"}\n"));

        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isZero();
        assertThat(checked.out()).startsWith("drift: none on 3 hosts, 3 unknown; coverage 75 % of 12\n");
        assertThat(hitless("drift", "--strict").exit()).isEqualTo(3);
    }

    @Test
    void a_host_that_fails_keeps_the_next_playbook_from_no_other() throws IOException {
        write(
                "site.yml",
                SITE.replace("  tasks:\n", "  tasks:\n    - {name: no, fail: {}, when: inventory_hostname == 'h1'}\n"));
        write(
                "more.yml",
                "- {hosts: all, gather_facts: false, tasks: [{name: more, copy: {content: b, dest: '{{ dir"
                        + " }}/more'}}]}\n");

        Hitless checked = hitless("drift", "more.yml");

        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.out())
                .startsWith(
                        "drift: 2 of 3 hosts drifted (2 findings), tasks failed on 1 host: h1; coverage 100 % of 9\n");
    }

    @Test
    void rules_beside_the_playbook_let_drift_pass_and_say_why() throws IOException {
        write("h1/conf", "z\n");
        write("h2/conf", "z\n");
        write("h2/motto", "z\n");
        write("site.drift.yml", """
            - {hosts: h1, task: "*configuration", reason: tried out by the night shift, until: 2999-12-31}
            - {hosts: h2, path: "%s/*/motto", reason: it likes its own}
            """.formatted(dir));

        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out())
                .startsWith("drift: 1 of 3 hosts drifted (1 finding), 2 ignored; coverage 100 % of 9\n");
        assertThat(checked.out())
                .contains("  1 host: h1: drifted\n    ignored until 2999-12-31: tried out by the night shift  " + dir
                        + "/site.drift.yml:1:3\n");
        assertThat(checked.out()).contains("in sync: 2 hosts: h1, h3\n");
        assertThat(checked.err()).isEmpty();

        write("h2/conf", "a\n");
        assertThat(hitless("drift").exit()).isZero();
        JsonNode ignored = check().get("checks").get(1).get("findings").get(0);
        assertThat(ignored.get("state").asText()).isEqualTo("drifted");
        assertThat(ignored.get("ignored").get("reason").asText()).isEqualTo("tried out by the night shift");
    }

    @Test
    void an_expired_rule_and_one_without_use_are_told() throws IOException {
        write("h1/conf", "z\n");
        write("site.drift.yml", """
            - {hosts: h1, reason: only for a while, until: 2020-01-31}
            - {task: its motto, reason: it was different once}
            """);

        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.err())
                .contains(dir + "/site.drift.yml:1:3: this rule ended on 2020-01-31 and has no effect")
                .contains(dir + "/site.drift.yml:2:3: this rule has no effect: no drift matches it");
        assertThat(hitless("drift", "-l", "h1").err()).doesNotContain("no such drift");
    }

    @Test
    void a_failure_is_never_let_pass() throws IOException {
        write(
                "site.yml",
                SITE.replace("  tasks:\n", "  tasks:\n    - {name: no, fail: {}, when: inventory_hostname == 'h1'}\n"));
        write("site.drift.yml", "- {hosts: h1, reason: whatever}\n");

        assertThat(hitless("drift").exit()).isEqualTo(2);
    }

    @Test
    void fix_rolls_out_to_the_hosts_that_drifted() throws IOException {
        write("h2/conf", "z\n");

        assertThat(hitless("drift", "--fix").err())
                .contains("--fix asks before it changes hosts, and there is no terminal");
        Hitless fixed = hitless("drift", "--fix", "--yes");

        assertThat(fixed.exit()).isZero();
        assertThat(fixed.out())
                .contains("drift: 1 of 3 hosts drifted")
                .contains("changed: [h2]")
                .doesNotContain("[h1]");
        assertThat(hitless("drift").out()).startsWith("drift: none on 3 hosts, 1 in sync again; coverage 100 % of 9\n");
        assertThat(hitless("drift", "--fix", "--yes").out()).doesNotContain("PLAY");
    }

    @Test
    void a_check_is_shown_again_and_a_host_goes_on_after_a_failed_task() throws IOException {
        write(
                "site.yml",
                SITE.replace(
                        "  tasks:\n",
                        "  tasks:\n"
                                + "    - {name: no, copy: {src: '{{ dir }}/none', dest: '{{ dir }}/x', remote_src:"
                                + " true}}\n"));
        write("h1/motto", "z\n");
        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.out())
                .startsWith(
                        "drift: 1 of 3 hosts drifted (1 finding), tasks failed on 3 hosts: h1, h2, h3; coverage 100 %"
                                + " of 12\n");
        assertThat(new Workplace(dir).run("show", "last").out()).isEqualTo(checked.out());
    }

    @Test
    void hosts_that_the_inventory_does_not_know_come_behind_the_others() throws IOException {
        write(
                "site.yml",
                "- {hosts: localhost, connection: local, gather_facts: false, tasks: [{copy: {content: b, dest: " + dir
                        + "/own}}]}\n" + SITE);

        Hitless checked = hitless("drift");

        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out())
                .startsWith("drift: 1 of 4 hosts drifted (1 finding)")
                .contains("  1 host: localhost: drifted");
    }

    private JsonNode check(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("--output", "json"));
        words.addAll(List.of(more));
        return new ObjectMapper()
                .readTree(hitless("drift", words.toArray(String[]::new)).out());
    }

    private static List<String> drifted(JsonNode report) {
        List<String> out = new ArrayList<>();
        for (JsonNode check : report.get("checks")) {
            for (JsonNode finding : check.get("findings")) {
                if (finding.get("state").asText().equals("drifted")) {
                    finding.get("hosts")
                            .forEach(host -> out.add(
                                    host.asText() + " " + check.get("task").asText()
                                            + (finding.get("new").asBoolean() ? " new" : " old")));
                }
            }
        }
        return out;
    }

    private static JsonNode finding(JsonNode report, String host) {
        for (JsonNode check : report.get("checks")) {
            for (JsonNode finding : check.get("findings")) {
                if (finding.get("state").asText().equals("drifted")
                        && finding.get("hosts").get(0).asText().equals(host)) {
                    return finding;
                }
            }
        }
        throw new AssertionError("nothing drifted on " + host + ": " + report);
    }

    private Hitless hitless(String command, String... more) {
        List<String> words = new ArrayList<>(List.of("-i", path("hosts.yml"), path("site.yml")));
        for (String word : more) {
            words.add(word.endsWith(".yml") ? path(word) : word);
        }
        return new Workplace(dir).run(command, words.toArray(String[]::new));
    }

    private String path(String name) {
        return dir.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        new Workplace(dir).write(name, text);
    }
}
