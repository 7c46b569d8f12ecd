package io.hitless.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import io.hitless.event.Event;
import io.hitless.event.ValueJson;
import io.hitless.run.event.EventRedactor;
import io.hitless.store.Journal;
import io.hitless.store.StateDirectory;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of every origin are planted in a run that tells them wherever it can; then all that it leaves behind is
 * searched for them.
 */
class SecretsTest {
    private static final String PASSWORD = "vault-password-itself";
    private static final Map<String, String> PLANTED = Map.of(
            "a vault variable", "swordfish-of-the-vault",
            "one with quotes", "quo\"ted\\secret's",
            "one that is not ASCII", "grüße-aus-dem-tresor",
            "an extra variable from a vault file", "extra-hunter2-value",
            "a become password", "become-me-s3cret",
            "what a task with no_log read", "never-to-be-logged",
            "the vault password", PASSWORD);

    private static final String PLAYBOOK = """
        - name: play of {{ token }}
          hosts: all
          gather_facts: false
          vars:
            token: !vault |
              %s
            quoted: !vault |
              %s
            umlauts: !vault |
              %s
          tasks:
            - debug: {msg: "{{ token }} {{ quoted }} {{ umlauts }} {{ extra }} {{ ansible_become_password }}"}
            - debug: {msg: "{{ token | b64encode }} {{ ('x' ~ quoted ~ 'y') | b64encode }} {{ ('xy' ~ umlauts ~ 'z') | b64encode }}"}
            - name: task with {{ token }}
              command: "echo {{ item | quote }}"
              loop: ["{{ token }}", "{{ quoted }}", "{{ extra }}"]
              register: echoed
            - set_fact: {kept: "{{ token }}"}
            - copy: {content: "before {{ umlauts }}\\n{{ quoted }}\\n", dest: "{{ playbook_dir }}/out"}
              notify: "handler of {{ extra }}"
            - copy: {content: "after {{ token }}\\n{{ quoted }}\\n", dest: "{{ playbook_dir }}/out"}
            - command: cat {{ playbook_dir }}/unknown
              no_log: true
              register: hidden
            - command: "sh -c 'echo {{ token }} >&2; exit 3'"
              retries: 1
              delay: 0
              ignore_errors: true
            - include_tasks: "{{ playbook_dir }}/{{ token }}.yml"
              ignore_errors: true
            - debug: {var: kept}
            - fail: {msg: "{{ token }} {{ quoted }} {{ kept }} {{ hidden.stdout | length }}"}
          handlers:
            - name: "handler of {{ extra }}"
              command: "true"
        """;

    @TempDir
    Path dir;

    private Workplace place;

    private static String vaulted(String secret, int indent) {
        return Vault.encrypt(secret, PASSWORD, null).strip().replace("\n", "\n" + " ".repeat(indent));
    }

    @BeforeEach
    void a_place_with_a_password() throws IOException {
        place = new Workplace(dir);
        place.write("password", PASSWORD + "\n");
        place.write("hosts.yml", "all: {hosts: {h1: }, vars: {ansible_connection: local}}\n");
    }

    /** Rolls {@code site.yml} out over {@code hosts.yml}. */
    private Hitless rollOut(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "-i",
                place.file("hosts.yml").toString(),
                "--vault-password-file",
                place.file("password").toString()));
        args.addAll(List.of(more));
        args.add(place.file("site.yml").toString());
        return place.run("rollout", args.toArray(String[]::new));
    }

    private Hitless rollPlantedOut() throws IOException {
        place.write("unknown", PLANTED.get("what a task with no_log read") + "\n");
        place.write(
                "extra.yml",
                Vault.encrypt("extra: " + PLANTED.get("an extra variable from a vault file") + "\n", PASSWORD, null));
        place.write(
                "hosts.yml",
                "all: {hosts: {h1: , h2: }, vars: {ansible_connection: local, ansible_become_password: "
                        + PLANTED.get("a become password") + "}}\n");
        place.write(
                "site.yml",
                PLAYBOOK.formatted(
                        vaulted(Objects.requireNonNull(PLANTED.get("a vault variable")), 6),
                        vaulted(Objects.requireNonNull(PLANTED.get("one with quotes")), 6),
                        vaulted(Objects.requireNonNull(PLANTED.get("one that is not ASCII")), 6)));
        return rollOut(
                "-vvv",
                "--diff",
                "-e",
                "@" + place.file("extra.yml"),
                "--output",
                "json=" + told("json"),
                "--output",
                "junit=" + told("xml"),
                "--output",
                "human=" + told("txt"),
                "--metrics",
                told("prom").toString());
    }

    private Path told(String ending) {
        return place.file("told." + ending);
    }

    @Test
    void none_is_found_in_anything_that_a_run_leaves_behind() throws IOException, SQLException {
        Map<String, String> artefacts = new LinkedHashMap<>();
        place.run("history");
        // As long as somebody reads the journal, its log is not taken in and deleted: so it can be searched, too.
        try (Connection reader = DriverManager.getConnection(
                        "jdbc:sqlite:" + place.state().resolve("journal.db"));
                ResultSet _ = reader.createStatement().executeQuery("SELECT * FROM sqlite_schema")) {
            Hitless ran = rollPlantedOut();
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(ExitCode.FAILED_HOSTS);
            artefacts.put("standard output", ran.out());
            artefacts.put("standard error", ran.err());
            for (String[] command :
                    new String[][] {{"history"}, {"show", "last"}, {"logs", "last"}, {"logs", "last", "h1"}}) {
                for (String form : List.of("human", "json")) {
                    Hitless shown = place.run(List.of(command), "--output", form);
                    assertThat(shown.exit()).as(shown.err()).isEqualTo(ExitCode.OK);
                    artefacts.put(String.join(" ", command) + " " + form, shown.out() + shown.err());
                }
            }
            artefacts.putAll(kept());
            for (String ending : List.of("json", "xml", "txt", "prom")) {
                artefacts.put(told(ending).toString(), Files.readString(told(ending)));
            }
            assertThat(artefacts.get(told("json").toString()))
                    .contains("\"verdict\"")
                    .doesNotContain("\"sealed\"");
            assertThat(artefacts.keySet()).as("what was searched").anyMatch(name -> name.endsWith("journal.db-wal"));
        }
        assertThat(artefacts.get("standard output")).contains("********", "RETRYING", "+after");
        assertThat(artefacts.values()).as("the journal has the run").anyMatch(text -> text.contains("task_ended"));
        artefacts.forEach((where, text) -> PLANTED.forEach((what, secret) -> forms(secret)
                .forEach(form -> assertThat(text.contains(form))
                        .as("%s is in %s as %s", what, where, form)
                        .isFalse())));
    }

    /** As it is, as files and JSON have it, and in base64, whatever stands before and behind. */
    private static List<String> forms(String secret) {
        List<String> forms = new ArrayList<>(List.of(
                secret,
                new String(secret.getBytes(UTF_8), ISO_8859_1),
                secret.replace("\\", "\\\\").replace("\"", "\\\""),
                Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)).replace("=", "")));
        for (String before : List.of("x", "xy")) {
            String text = Base64.getEncoder().encodeToString((before + secret + "zzz").getBytes(UTF_8));
            forms.add(text.substring(4, text.length() - 8)); // without what its neighbours have a part in
        }
        return forms;
    }

    @Test
    void an_error_in_a_decrypted_file_shows_where_it_is_and_nothing_of_it() throws IOException {
        rollPlantedOut();
        place.write(
                "extra.yml",
                Vault.encrypt("extra: swordfish-of-the-vault\nmore: [unfinished, business\n", PASSWORD, null));
        Hitless ran = rollOut("-e", "@" + place.file("extra.yml"));

        assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(ran.err()).contains("extra.yml:", "not shown").doesNotContain("swordfish", "unfinished", "business");
    }

    @Test
    void with_the_vault_password_what_was_taken_out_can_be_had_back() throws IOException {
        rollPlantedOut();
        ResultCipher seal = new ResultCipher(List.of(new VaultSecret("default", () -> PASSWORD)));
        try (Journal journal = Journal.open(new StateDirectory(place.state()))) {
            List<String> opened = journal.read(journal.find("last").id()).events().stream()
                    .flatMap(stored -> stored.event() instanceof Event.TaskEnded task
                            ? Stream.ofNullable(task.sealed())
                            : Stream.empty())
                    .map(text -> String.valueOf(seal.open(text)))
                    .toList();
            assertThat(opened)
                    .as("registered, with no_log")
                    .anyMatch(json -> json.contains(PLANTED.get("what a task with no_log read")));
            assertThat(opened)
                    .as("a fact")
                    .anyMatch(json -> ValueJson.read(json) instanceof Map<?, ?> fields
                            && fields.get("ansible_facts") instanceof Map<?, ?> facts
                            && Objects.equals(facts.get("kept"), PLANTED.get("a vault variable")));
        }
    }

    /** What is kept of runs, byte by byte: files and what is in them. */
    private Map<String, String> kept() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(place.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(file.toString(), Files.readString(file, ISO_8859_1));
            }
        }
        return all;
    }

    @Test
    void a_short_secret_of_a_recalled_result_stays_hidden_after_resume() throws IOException {
        place.write("site.yml", """
            - hosts: h1
              gather_facts: false
              vars:
                pin: !vault |
                  %s
              tasks:
                - command: "echo said-{{ pin }}"
                  register: said
                - set_fact: {fact: "fact-{{ pin }}"}
                - command: "echo turn-{{ pin }}"
                  loop: [1]
                  register: turns
                - command: ls DIR/let-it-go-on
                - debug: {msg: "{{ said.stdout }} {{ fact }} {{ turns.results[0].stdout }}"}
                - assert: {that: ["said.stdout | length == 9", "fact is search('fact')", "'turn' in turns.results[0].stdout"]}
            """.formatted(vaulted("q7zx", 14)));
        Hitless first = rollOut();
        assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(ExitCode.FAILED_HOSTS);
        place.write("let-it-go-on", "");

        Hitless resumed = place.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isEqualTo(ExitCode.OK);
        assertThat(resumed.out())
                .contains("said-******** fact-******** turn-********", "All assertions passed")
                .doesNotContain("q7zx", EventRedactor.SECRETS);
        assertThat(kept().toString()).contains("said-********").doesNotContain("q7zx");
    }

    @Test
    void a_password_of_the_command_line_that_no_task_came_to_is_not_kept() throws IOException {
        place.write("site.yml", "- {hosts: h1, gather_facts: false, tasks: [{debug: {msg: nothing}}]}\n");
        for (String password : List.of("a-long-typed-password", "z9q")) {
            for (String form :
                    List.of("ansible_become_password=" + password, "{\"ansible_ssh_pass\": \"" + password + "\"}")) {
                Hitless ran = rollOut("-e", form);
                assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
                assertThat(kept().toString()).contains("site.yml").doesNotContain(password);
            }
        }
    }

    @Test
    void variables_of_an_added_host_stay_secret() throws IOException {
        place.write("site.yml", """
            - hosts: h1
              gather_facts: false
              vars:
                pin: !vault |
                  %s
              tasks:
                - add_host: {name: added, ansible_connection: local, door: "d-{{ pin }}", groups: more}
                - debug: {msg: "{{ hostvars.added.door }}"}
                - command: ls DIR/let-it-go-on
            - hosts: more
              gather_facts: false
              tasks:
                - debug: {msg: "{{ door }}"}
                - command: "echo {{ door }}"
            """.formatted(vaulted("q7zx", 14)));
        Hitless first = rollOut();
        assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(ExitCode.FAILED_HOSTS);
        place.write("let-it-go-on", "");
        Hitless resumed = place.run("resume", "last");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isEqualTo(ExitCode.OK);
        assertThat(first.out() + resumed.out()).contains("d-********").doesNotContain("q7zx");
        assertThat(kept().toString()).contains("d-********").doesNotContain("q7zx");
    }
}
