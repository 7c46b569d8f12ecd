package io.hitless.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.KeywordDocs;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.Playbooks;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A validator of others finds the playbooks right that hitless loads, and wrong what it refuses by its shape. */
class PlaybookSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ModuleCatalog MODULES = ModuleCatalog.builtIn();
    private static final PlaybookSchema SCHEMAS = new PlaybookSchema(MODULES);
    private static final com.networknt.schema.Schema PLAYBOOK = schema(SCHEMAS.playbook());
    private static final com.networknt.schema.Schema TASKS = schema(SCHEMAS.tasks());
    private static final Pattern FILE =
            Pattern.compile("^==== (\\S+\\.ya?ml)\\n(.*?)(?=^====|^-{20,})", Pattern.MULTILINE | Pattern.DOTALL);

    private static com.networknt.schema.Schema schema(Map<String, Object> schema) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(JSON.writeValueAsString(schema), InputFormat.JSON);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Error> errors(com.networknt.schema.Schema schema, String yaml) throws IOException {
        return schema.validate(YAML.readTree(yaml));
    }

    private static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(Path.of(directory))) {
            return found.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void every_playbook_and_task_file_of_the_repository_is_right() throws IOException {
        int plays = 0;
        int tasks = 0;
        for (Path file : files("../playbooks", ".yml")) {
            String text = Files.readString(file);
            if (file.getParent().endsWith("tasks") || file.getParent().endsWith("handlers")) {
                assertThat(errors(TASKS, text)).as(file.toString()).isEmpty();
                tasks++;
            } else if (file.getParent().endsWith("playbooks")) {
                assertThat(errors(PLAYBOOK, text)).as(file.toString()).isEmpty();
                plays++;
            }
        }
        assertThat(plays).isGreaterThan(1);
        assertThat(tasks).isGreaterThan(5);
    }

    @Test
    void what_hitless_loads_without_a_finding_is_right() throws IOException {
        Map<String, String> wrong = new LinkedHashMap<>();
        int seen = 0;
        for (Path spec : files("src/test/resources/compat", ".spec")) {
            Matcher file = FILE.matcher(Files.readString(spec));
            while (file.find()) {
                String text = file.group(2);
                if (loads(text)) {
                    seen++;
                    List<Error> errors = errors(PLAYBOOK, text);
                    if (!errors.isEmpty()) {
                        wrong.put(spec + " " + file.group(1), errors.toString());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(500);
    }

    private static boolean loads(String text) {
        PlaybookLoader loader = Playbooks.loader();
        try {
            if (!YAML.readTree(text).isArray()) {
                return false;
            }
            loader.load(new SourceFile("site.yml", text), Path.of("/nonexistent"));
            return loader.findings().refused(true).isEmpty();
        } catch (UserError | IOException _) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{hosts: all, taks: []}]",
                "[{tasks: []}]",
                "[{hosts: all, hitless: {soak: 5m}}]",
                "[{hosts: all, order: random}]",
                "[{hosts: all, force_handlers: perhaps}]",
                "[{hosts: all, vars: {hitless: {soak: soon}}}]",
                "[{hosts: all, vars: {hitless: {max_failed: 3}}}]",
                "[{hosts: all, vars: {hitless: {on_failure: stop}}}]",
                "[{hosts: all, vars: {hitless: {gates: []}}}]",
                "[{hosts: all, tasks: [{ping: , whn: x}]}]",
                "[{hosts: all, tasks: [{copi: {dest: /x}}]}]",
                "[{hosts: all, tasks: [{copy: {dest: /x, contnt: y}}]}]",
                "[{hosts: all, tasks: [{file: {path: /x, state: dir}}]}]",
                "[{hosts: all, tasks: [{wait_for: {port: http}}]}]",
                "[{hosts: all, tasks: [{ping: , become: [1]}]}]",
                "[{hosts: all, tasks: [{ping: , retries: often}]}]",
                "[{hosts: all, tasks: [{ping: , loop_control: {loopvar: x}}]}]",
                "[{hosts: all, tasks: [{block: [{ping: }], loop: [1]}]}]",
                "[{hosts: all, tasks: [{block: [{pingg: }]}]}]",
                "[{hosts: all, tasks: [{include_role: {name: r, task_from: x}}]}]",
                "[{hosts: all, tasks: [{meta: flush}]}]",
                "[{hosts: all, tasks: {ping: }}]",
                "[{import_playbook: x.yml, roles: [a]}]",
                "{hosts: all}"
            })
    void what_is_wrong_by_its_shape_is_found(String playbook) throws IOException {
        assertThat(errors(PLAYBOOK, playbook)).isNotEmpty();
    }

    @Test
    void an_example_of_each_module_and_keyword_is_right() throws IOException {
        for (ModuleSpec module : MODULES.all()) {
            for (String example : module.examples()) {
                String task = example.lines().map(line -> "  " + line).reduce("", (all, line) -> all + line + "\n");
                assertThat(errors(TASKS, "-\n" + task)).as(example).isEmpty();
            }
        }
        for (KeywordDocs.Entry entry : KeywordDocs.keywords()) {
            if (entry.places().contains("task")) {
                String key =
                        entry.example().lines().map(line -> "  " + line).reduce("", (all, line) -> all + line + "\n");
                String module = key.matches("(?s)\\s+(local_)?action:.*|\\s+args:.*") ? "" : "  ping:\n";
                assertThat(errors(TASKS, "-\n" + module + key))
                        .as(entry.example())
                        .isEmpty();
            }
        }
    }

    @Test
    void every_option_of_a_module_is_in_its_schema_and_what_it_needs() throws IOException {
        for (ModuleSpec module : MODULES.all()) {
            JsonNode written = JSON.valueToTree(SCHEMAS.module(module));
            List<String> names = new ArrayList<>();
            written.path("properties").fieldNames().forEachRemaining(names::add);
            for (OptionSpec option : module.options()) {
                assertThat(names.contains(option.name()))
                        .as(module.name() + " " + option.name())
                        .isEqualTo(!option.hidden() && !option.name().equals("*"));
            }
        }
        com.networknt.schema.Schema copy = schema(SCHEMAS.module(MODULES.get("copy", null)));
        assertThat(errors(copy, "{dest: /x, content: y}")).isEmpty();
        assertThat(errors(copy, "{content: y}")).isNotEmpty();
        com.networknt.schema.Schema line = schema(SCHEMAS.module(MODULES.get("lineinfile", null)));
        assertThat(errors(line, "{dest: /x, line: y}")).isEmpty();
    }

    @Test
    void a_policy_can_be_checked_alone() throws IOException {
        com.networknt.schema.Schema policy = schema(SCHEMAS.policy());
        assertThat(errors(
                        policy,
                        "{gate: [{ping: }], take_out: [{ping: }], bring_back: [{ping: }], traffic_timeout: 2m, soak:"
                            + " 1m30s, approve: [1, 3], max_failed: {batch: 1, rollout: \"10%\"}, unreachable: ignore,"
                            + " on_failure: rollback, host_timeout: 600}"))
                .isEmpty();
        assertThat(errors(policy, "{sook: 1m}")).isNotEmpty();
    }
}
