package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of hosts that fail: {@code meta.txt} holds steps with a {@code meta} in each section of blocks, and
 * below a line of dashes a row for each word, play option and condition: exit code, which tasks ran on which hosts (F
 * failed, s skipped), and the recap.
 */
class HostStateMatrixTest {
    private static final Pattern TASK = Pattern.compile("(?:TASK|RUNNING HANDLER) \\[(.*)] \\*+");
    private static final Pattern RESULT = Pattern.compile("(ok|changed|skipping|fatal): \\[h(\\d)].*");
    private static final Pattern RECAP = Pattern.compile(
            "(h\\d) +: ok=(\\d+) +changed=(\\d+) +unreachable=(\\d+) +failed=(\\d+) +skipped=(\\d+) +rescued=(\\d+)"
                    + " +ignored=(\\d+).*");
    private static final Map<String, String> PLAY_OPTIONS = Map.of(
            "plain", "",
            "s1", "  serial: 1\n",
            "s2", "  serial: 2\n",
            "aef", "  any_errors_fatal: true\n",
            "mfp", "  max_fail_percentage: 30\n",
            "mfps2", "  serial: 2\n  max_fail_percentage: 60\n");
    private static final Map<String, String> CONDITIONS =
            Map.of("all", "true", "h1", "inventory_hostname == 'h1'", "h2", "inventory_hostname == 'h2'");
    private static final String PLAY = """
        - hosts: all
          gather_facts: false
        @options@  handlers:
            - name: hd
              debug: {msg: x}
          tasks:
            - name: st
              debug: {msg: x}
              changed_when: true
              notify: hd
        @steps@    - name: end
              debug: {msg: x}
        - hosts: all
          gather_facts: false
          tasks:
            - name: next
              debug: {msg: x}
        """;

    @TempDir
    Path dir;

    @Test
    void meta_in_every_section_leaves_failed_hosts_failed() throws IOException {
        String text = read("/matrix/meta.txt");
        int rule = text.indexOf("\n-----");
        Map<String, String> steps = new LinkedHashMap<>();
        for (String part : text.substring(0, rule + 1).split("(?m)^==== ")) {
            if (!part.startsWith("#")) {
                steps.put(
                        part.substring(0, part.indexOf('\n')),
                        part.substring(part.indexOf('\n') + 1).indent(4));
            }
        }
        Path hosts = Files.writeString(
                dir.resolve("hosts.yml"), "all: {hosts: {h1: , h2: , h3: }, vars: {ansible_connection: local}}\n");
        List<String> seen = new ArrayList<>();
        List<String> rows = text.substring(rule)
                .lines()
                .filter(line -> line.contains(" | "))
                .toList();
        for (String row : rows) {
            List<String> words = List.of(
                    row.substring(0, row.indexOf(" | ")).replace("! ", "").split(" "));
            String play = PLAY.replace("@options@", Objects.requireNonNull(PLAY_OPTIONS.get(words.get(2))))
                    .replace("@steps@", Objects.requireNonNull(steps.get(words.get(0))))
                    .replace("@meta@", words.get(1))
                    .replace("@when@", Objects.requireNonNull(CONDITIONS.get(words.get(3))));
            Path playbook = Files.writeString(dir.resolve("site.yml"), play);
            seen.add(row.substring(0, row.indexOf(" | ")) + " | "
                    + outcome(Hitless.run("rollout", "-i", hosts.toString(), playbook.toString())));
        }
        assertThat(rows).hasSizeGreaterThan(300);
        assertThat(seen).isEqualTo(rows);
    }

    private static String read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HostStateMatrixTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String outcome(Hitless run) {
        Map<String, TreeSet<String>> ran = new LinkedHashMap<>();
        List<String> recap = new ArrayList<>();
        String task = "";
        for (String line : run.out().lines().toList()) {
            Matcher head = TASK.matcher(line);
            Matcher result = RESULT.matcher(line);
            Matcher counts = RECAP.matcher(line);
            if (head.matches()) {
                task = head.group(1);
            } else if (result.matches() && !task.equals("meta")) { // its banners are not what the matrix is about
                String mark =
                        result.group(1).equals("fatal") ? "F" : result.group(1).equals("skipping") ? "s" : "";
                ran.computeIfAbsent(task, _ -> new TreeSet<>()).add(result.group(2) + mark);
            } else if (counts.matches()) {
                recap.add(counts.group(1) + "="
                        + List.of(2, 3, 4, 5, 6, 7, 8).stream()
                                .map(counts::group)
                                .collect(Collectors.joining("/")));
            }
        }
        String tasks = ran.entrySet().stream()
                .map(each -> each.getKey() + ":" + String.join(",", each.getValue()))
                .collect(Collectors.joining(" "));
        return "exit " + run.exit() + " | " + tasks + " | " + String.join(" ", recap);
    }
}
