package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.cli.output.ExitCode;
import io.hitless.event.EventsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in several forms at once, on standard output and in files. */
class OutputsTest {
    private static final String PLAYBOOK = """
        - hosts: all
          gather_facts: false
          tasks:
            - name: write it
              copy: {content: "for all\\n", dest: "DIR/{{ inventory_hostname }}"}
            - name: twice
              command: echo {{ item }}
              loop: [a, b]
            - name: fail on one
              fail: {msg: no luck}
              when: inventory_hostname == 'h2'
        """;

    @TempDir
    Path dir;

    private String site;

    @BeforeEach
    void a_playbook() throws IOException {
        site = Files.writeString(dir.resolve("site.yml"), PLAYBOOK.replace("DIR", dir.toString()))
                .toString();
    }

    private Hitless hitless(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "-i", "h1,h2,", "-c", "local"));
        if (command.equals("rollout")) {
            args.addAll(List.of("--state", dir.resolve("state").toString()));
        }
        args.addAll(List.of(more));
        return Hitless.run(args.toArray(String[]::new));
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private static List<JsonNode> lines(String text) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        EventsSchema schema = EventsSchema.published();
        for (String line : text.lines().toList()) {
            schema.check(line);
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void people_read_the_screen_while_programs_get_files() throws IOException {
        Hitless ran = hitless(
                "rollout",
                site,
                "--output",
                "json=" + file("run.json"),
                "--output",
                "junit=" + file("run.xml"),
                "--output",
                "human=" + file("run.txt"),
                "--metrics",
                file("run.prom"));

        assertThat(ran.exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(ran.complaints()).isEmpty();
        assertThat(ran.out()).contains("PLAY RECAP");
        assertThat(Path.of(file("run.txt"))).hasContent(ran.out());
        List<JsonNode> events = lines(Files.readString(Path.of(file("run.json"))));
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .startsWith("run_started")
                .endsWith("run_ended", "verdict");
        assertThat(events)
                .filteredOn(event -> event.path("type").asText().equals("task_ended"))
                .extracting(event -> event.path("state").asText())
                .contains("failed")
                .contains("in_sync");
        assertThat(Files.readString(Path.of(file("run.xml"))))
                .contains("<testsuite name=\"h2\"", "failures=\"1\"", "no luck");
        assertThat(Files.readString(Path.of(file("run.prom")))).contains("state=\"failed\"} 1", "# EOF");
    }

    @Test
    void on_standard_output_json_is_alone_and_the_verdict_is_its_last_line() throws IOException {
        Hitless ran = hitless("rollout", site, "--output", "json");

        List<JsonNode> events = lines(ran.out());
        assertThat(events.getLast().path("state").asText()).isEqualTo("failed");
        assertThat(events.getLast().path("exit_code").asInt()).isEqualTo(ran.exit());
        assertThat(events)
                .extracting(event -> event.path("seq").asInt())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events)
                .extracting(event -> event.path("run").asText())
                .containsOnly(events.getFirst().path("run").asText());
    }

    @Test
    void in_a_check_what_would_be_changed_has_drifted() throws IOException {
        List<JsonNode> events = lines(hitless("rollout", site, "--check", "--limit", "h1", "--output", "json")
                .out());

        assertThat(events.getLast().path("state").asText()).isEqualTo("drifted");
        assertThat(events.getLast().path("findings").path(0).path("task").asText())
                .isEqualTo("write it");
    }

    @Test
    void a_plan_is_one_object_and_its_drift_does_not_pass_for_junit() throws IOException {
        Hitless ran = hitless(
                "plan",
                site,
                "--output",
                "json",
                "--output",
                "junit=" + file("plan.xml"),
                "--output",
                "human=" + file("plan.txt"));

        assertThat(new ObjectMapper().readTree(ran.out()).path("verdict").asText())
                .isEqualTo("failed");
        assertThat(Files.readString(Path.of(file("plan.xml"))))
                .contains("<failure message=\"drifted\" type=\"drifted\">", "+for all");
        assertThat(Files.readString(Path.of(file("plan.txt"))))
                .contains("write it")
                .doesNotContain("PLAY RECAP");
    }

    @Test
    void one_module_is_told_in_the_same_forms() throws IOException {
        Hitless ran = hitless("exec", "all", "-m", "ping", "--output", "json", "--output", "junit=" + file("ping.xml"));

        assertThat(ran.exit()).isZero();
        assertThat(lines(ran.out())
                        .getLast()
                        .path("host_counts")
                        .path("in_sync")
                        .asInt())
                .isEqualTo(2);
        assertThat(Files.readString(Path.of(file("ping.xml")))).contains("<testcase name=\"ping\" classname=\"h2\"");
    }

    @Test
    void what_cannot_be_told_so_is_said_before_anything_is_done() {
        assertThat(hitless("rollout", site, "--output", "json", "--output", "junit")
                        .err())
                .contains("only one form can go to standard output");
        assertThat(hitless("rollout", site, "--output", "xml").err()).contains("'xml' is none of human, json, junit");
        assertThat(hitless("rollout", site, "--output", "json=" + file("missing/run.json"))
                        .err())
                .contains("there is no directory for");
        assertThat(hitless("rollout", site, "--metrics", dir.toString()).err()).contains("is a directory");
        assertThat(hitless("rollout", site, "--webhook", "ftp://example.com/").err())
                .contains("--webhook needs an http or https URL");

        assertThat(dir.resolve("h1")).doesNotExist();
        assertThat(Hitless.run("history", "--state", dir.resolve("state").toString())
                        .out())
                .as("no run was begun")
                .doesNotContain("rollout");
    }

    @Test
    void a_webhook_that_nobody_answers_fails_no_run() {
        Hitless ran = hitless(
                "rollout", site, "--limit", "h1", "--webhook", "http://localhost.invalid/", "--webhook-timeout", "1");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).contains("[WARNING]: the webhook of http://localhost.invalid was not delivered: ");
    }

    @Test
    void a_secret_that_everybody_can_read_is_not_taken() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "hush\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        Hitless ran = hitless(
                "rollout", site, "--webhook", "http://localhost.invalid/", "--webhook-secret-file", secret.toString());

        assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(ran.err()).contains("everybody can read it");
    }
}
