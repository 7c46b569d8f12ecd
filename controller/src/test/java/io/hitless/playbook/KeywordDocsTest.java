package io.hitless.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.ActionReader;
import io.hitless.playbook.load.IncludeReader;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * That each keyword the readers take is explained, they see to themselves while tests run: {@code MappingReader.take}.
 */
class KeywordDocsTest {
    /** For each place a playbook, and where in it a keyword of that place is put. */
    private static final Map<String, Around> AROUND = Map.ofEntries(
            entry("play", "[{hosts: all}]", "/0"),
            entry("import_playbook", "[{import_playbook: other.yml}]", "/0"),
            entry("role", "[{hosts: all, roles: [{role: r}]}]", "/0/roles/0"),
            entry(
                    "block",
                    "[{hosts: all, handlers: [{name: reload, debug: }], tasks: [{block: [{debug: }]}]}]",
                    "/0/tasks/0"),
            entry("task", "[{hosts: all, handlers: [{name: reload, debug: }], tasks: [{debug: }]}]", "/0/tasks/0"),
            entry("handler", "[{hosts: all, handlers: [{name: reload, debug: }]}]", "/0/handlers/0"),
            entry(
                    "apply",
                    "[{hosts: all, handlers: [{name: reload, debug: }], tasks: [{include_tasks: {file: t.yml, apply:"
                            + " {}}}]}]",
                    "/0/tasks/0/include_tasks/apply"),
            entry(
                    "loop_control",
                    "[{hosts: all, tasks: [{debug: , loop: [1], loop_control: {}}]}]",
                    "/0/tasks/0/loop_control"),
            entry("vars_prompt", "[{hosts: all, vars_prompt: [{name: x}]}]", "/0/vars_prompt/0"),
            entry(
                    "hitless",
                    "[{hosts: all, vars: {hitless: {gate: [{debug: }], take_out: [{debug: }], bring_back: [{debug: }],"
                            + " approve: each}}}]",
                    "/0/vars/hitless"),
            entry("max_failed", "[{hosts: all, vars: {hitless: {max_failed: {}}}}]", "/0/vars/hitless/max_failed"),
            entry("statement", "[{hosts: all, tasks: [{}]}]", "/0/tasks/0"),
            entry("meta", "[{hosts: all, roles: [r]}]", ""), // in the role's tasks, where each of them may stand
            entry("import_tasks", "[{hosts: all, tasks: [{import_tasks: {file: t.yml}}]}]", "/0/tasks/0/import_tasks"),
            entry(
                    "include_tasks",
                    "[{hosts: all, tasks: [{include_tasks: {file: t.yml}}]}]",
                    "/0/tasks/0/include_tasks"),
            entry("import_role", "[{hosts: all, tasks: [{import_role: {name: r}}]}]", "/0/tasks/0/import_role"),
            entry("include_role", "[{hosts: all, tasks: [{include_role: {name: r}}]}]", "/0/tasks/0/include_role"),
            entry("role's meta", "[{hosts: all, roles: [withmeta]}]", ""));

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private record Around(String playbook, String at) {}

    private static Map.Entry<String, Around> entry(String place, String playbook, String at) {
        return Map.entry(place, new Around(playbook, at));
    }

    @TempDir
    Path dir;

    @BeforeEach
    void tree() throws IOException {
        for (String role : List.of("r", "other", "withmeta")) {
            for (String part : List.of("tasks", "vars", "defaults", "handlers", "meta")) {
                Files.createDirectories(dir.resolve("roles").resolve(role).resolve(part));
            }
            Files.writeString(dir.resolve("roles/" + role + "/tasks/main.yml"), "- debug:\n");
            Files.writeString(dir.resolve("roles/" + role + "/handlers/main.yml"), "- name: of the role\n  debug:\n");
            Files.writeString(dir.resolve("roles/" + role + "/vars/main.yml"), "a: 1\n");
            Files.writeString(dir.resolve("roles/" + role + "/defaults/main.yml"), "a: 1\n");
        }
        Files.writeString(dir.resolve("t.yml"), "- debug:\n");
        Files.writeString(dir.resolve("known.yml"), "a: 1\n");
        Files.writeString(dir.resolve("other.yml"), "- hosts: all\n");
    }

    @TestFactory
    Stream<DynamicTest> each_example_is_taken_where_it_may_stand() {
        return KeywordDocs.keywords().stream()
                .flatMap(entry -> entry.places().stream()
                        .map(place ->
                                DynamicTest.dynamicTest(place + ": " + entry.example(), () -> check(place, entry))));
    }

    @Test
    void statements_and_their_words_are_all_there() {
        assertThat(names("statement")).containsExactlyInAnyOrderElementsOf(ActionReader.STATEMENTS);
        assertThat(names("meta"))
                .containsExactly(
                        Arrays.stream(Meta.Kind.values()).map(Meta.Kind::word).toArray(String[]::new));
        assertThat(names("include_tasks")).containsExactlyElementsOf(IncludeReader.TASKS_OPTIONS);
        assertThat(names("include_role")).containsExactlyElementsOf(IncludeReader.ROLE_OPTIONS);
    }

    private static List<String> names(String place) {
        return KeywordDocs.keywords().stream()
                .filter(entry -> entry.places().contains(place))
                .map(KeywordDocs.Entry::name)
                .toList();
    }

    private void check(String place, KeywordDocs.Entry entry) throws IOException {
        assertThat(entry.summary()).isNotBlank();
        assertThat(entry.example()).contains(entry.name().replace("LOOKUP", ""));
        Path playbook = Files.writeString(dir.resolve("site.yml"), playbook(place, entry));
        Files.writeString(
                dir.resolve("roles/withmeta/meta/main.yml"), place.equals("role's meta") ? entry.example() : "{}\n");
        if (place.equals("meta")) {
            Files.writeString(
                    dir.resolve("roles/r/tasks/main.yml"),
                    "- " + entry.example().strip() + "\n");
        }
        PlaybookLoader loader = PlainLoading.loader(ModuleCatalog.builtIn());
        if (entry.summary().startsWith("refused") || entry.summary().startsWith("a task with it fails")) {
            assertThatThrownBy(() -> {
                        loader.load(playbook);
                        loader.findings().refuse(true);
                    })
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(entry.name());
        } else {
            assertThat(loader.load(playbook)).isNotEmpty();
            loader.findings().refuse(true);
        }
    }

    private static String playbook(String place, KeywordDocs.Entry entry) throws IOException {
        Around around = Objects.requireNonNull(AROUND.get(place), place);
        JsonNode playbook = YAML.readTree(around.playbook());
        if (playbook.at(around.at()) instanceof ObjectNode target) {
            if (entry.name().endsWith("action")) {
                target.remove("debug"); // a task has one action
            }
            target.setAll((ObjectNode) YAML.readTree(entry.example()));
        }
        return playbook.toString();
    }
}
