package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.source.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that steers terminals, from a host and from an inventory, on its way through every command, each a process of
 * its own.
 */
class HostileTextTest {
    private static final String EVIL = "\u001b]0;pwn\u0007\u001b[2J\u009b31m\u202ereversed\u2066\u200b\u007f\u2028end";
    private static final String OURS = "\u001b\\[[0-9;]*m";
    private static final String PLAYBOOK = """
        - hosts: all
          gather_facts: false
          tasks:
            - {name: read, command: "cat DIR/evil", register: r}
            - {name: "say {{ r.stdout }}", debug: {msg: "{{ r.stdout }}"}}
            - {name: loop, debug: {msg: "{{ item }}"}, loop: ["{{ r.stdout }}"]}
            - {name: diff, copy: {content: "{{ r.stdout }}\\n", dest: "DIR/out-{{ inventory_hostname }}"}, diff: true}
            - {name: wrong, command: "sh -c 'cat DIR/evil >&2; exit 3'", ignore_errors: true}
            - {name: handlers, command: "true", notify: "{{ r.stdout }}"}
        """;

    @TempDir
    Path dir;

    private Bastion bastion;

    private String hitless(String... words) throws IOException, InterruptedException {
        return bastion.start(words).end().said();
    }

    private static void assertClean(String said, String command) {
        assertThat(said.replaceAll(OURS, ""))
                .as(command)
                .isNotBlank()
                .satisfies(text -> assertThat(
                                text.codePoints().filter(Printable::isHidden).mapToObj(Integer::toHexString))
                        .as(text)
                        .isEmpty());
    }

    @Test
    void no_command_prints_what_steers_a_terminal() throws Exception {
        bastion = Bastion.local(dir);
        Files.writeString(dir.resolve("evil"), EVIL, UTF_8);
        bastion.write("site.yml", PLAYBOOK);
        bastion.write("vars.ini", "h1 ansible_connection=local\n[all:vars]\nmotd=" + EVIL.replace("\u2028", "") + "\n");
        String screen = hitless("rollout", "-i", "hosts.ini", "site.yml", "-v", "--diff");
        assertClean(screen, "rollout");
        assertThat(screen).contains("TASK [say \\u001b]0;pwn\\u0007");
        String json = hitless("rollout", "-i", "hosts.ini", "site.yml", "--output", "json");
        assertClean(json, "rollout --output json");
        assertThat(json)
                .containsIgnoringCase("\\u009b")
                .containsIgnoringCase("\\u202e")
                .containsIgnoringCase("\\u007f")
                .containsIgnoringCase("\\u001b");
        boolean[] found = new boolean[1];
        for (String line : json.lines().filter(each -> each.startsWith("{")).toList()) {
            JsonNode node = new ObjectMapper().readTree(line);
            found[0] |=
                    node.path("outcome").path("result").path("stdout").asText().equals(EVIL);
        }
        assertThat(found[0]).as("the JSON holds the text").isTrue();
        bastion.write("file.yml", PLAYBOOK);
        hitless(
                "rollout",
                "-i",
                "hosts.ini",
                "file.yml",
                "--output",
                "json=" + dir.resolve("run.json"),
                "--output",
                "human=" + dir.resolve("run.txt"));
        assertClean(Files.readString(dir.resolve("run.json")), "--output json=");
        assertClean(Files.readString(dir.resolve("run.txt")), "--output human=");
        for (String command : List.of(
                "history",
                "history --output json",
                "show last",
                "show last --output json",
                "logs last",
                "logs last h1",
                "exec -i hosts.ini all -m command -a 'cat DIR/evil'",
                "plan -i hosts.ini site.yml",
                "drift -i hosts.ini site.yml",
                "locks -i hosts.ini",
                "inventory -i vars.ini --list",
                "inventory -i vars.ini --list --yaml",
                "inventory -i vars.ini --host h1",
                "inventory -i vars.ini --host EVIL",
                "doc EVIL",
                "show EVIL",
                "rollout -i hosts.ini EVIL.yml",
                "exec -i hosts.ini all -m EVIL",
                "--EVIL",
                "help-me-EVIL")) {
            String[] words = command.replace("DIR", dir.toString())
                    .replace("'", "\"")
                    .split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].replace("\"", "").replace("EVIL", EVIL);
            }
            assertClean(hitless(words), command);
        }
    }
}
