package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionRule;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.KeywordDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a host says never commands the bastion: its output, which would make a file if it were evaluated anywhere, in
 * every keyword and every option of every module that there is. The places come from the tables, so that a new one is
 * tried, too.
 */
class TrustTest {
    /** Those that hold tasks or names of variables, and no values. */
    private static final Set<String> STRUCTURE =
            Set.of("block", "rescue", "always", "args", "action", "local_action", "async", "register", "hitless");

    /** They wait for somebody or something, and take no other way through the templates than the rest. */
    private static final Set<String> WAITING = Set.of("pause", "wait_for", "wait_for_connection", "meta");

    private static final Set<String> PLAY_STRUCTURE = Set.of(
            "tasks", "pre_tasks", "post_tasks", "handlers", "roles", "vars_prompt", "import_playbook", "hitless");

    private static final List<String> CONDITIONS = List.of("when", "until", "changed_when", "failed_when");

    /** What the host says: an expression that is a template, too; and two texts that leave the quotes around them. */
    private static final List<String> LIES =
            List.of("EVIL ~ \"{{ EVIL }}{% set x = EVIL %}\"", "' ~ EVIL ~ '", "x' == '' or EVIL or 'x");

    @TempDir
    Path dir;

    private Path canary = Path.of("");

    @BeforeEach
    void aHostThatLies() throws IOException {
        canary = dir.resolve("canary");
        Files.writeString(
                dir.resolve("lies.json"),
                LIES.stream()
                        .map(lie -> '"' + lie(lie).replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(", ", "{\"lies\": [", "], \"ansible_connection\": \"x\"}\n")));
        Files.writeString(dir.resolve("handler.yml"), "- name: other\n  debug:\n");
        Files.writeString(dir.resolve("hosts.yml"), "all: {hosts: {h1: , h2: }, vars: {ansible_connection: local}}\n");
    }

    private String lie(String lie) {
        return lie.replace("EVIL", "lookup('pipe', 'touch " + canary + "')");
    }

    /** Tasks behind those by which what the host said came in. */
    private Hitless run(String tasks, String... options) throws IOException {
        Files.writeString(dir.resolve("site.yml"), """
            - hosts: h1
              gather_facts: false
              tasks:
                - {command: cat lies.json, args: {chdir: "%1$s"}, register: r, check_mode: false, changed_when: false}
                - set_fact: {said: "{{ (r.stdout | from_json).lies }}"}
                - add_host: {name: added, said_there: "{{ said }}"}
                - fetch: {src: "%1$s/lies.json", dest: "%1$s/fetched.json", flat: true}
                  check_mode: false
                - include_vars: "%1$s/fetched.json"
            %2$s
            """.formatted(dir, tasks));
        List<String> args = new ArrayList<>(List.of(
                "rollout",
                "-c",
                "local",
                "-i",
                dir.resolve("hosts.yml").toString(),
                dir.resolve("site.yml").toString()));
        args.addAll(List.of(options));
        return Hitless.run(args.toArray(String[]::new));
    }

    private void nothingRan(Hitless ran) {
        assertThat(canary).as(ran.out() + ran.err()).doesNotExist();
    }

    private static boolean isLoaded(Hitless ran) {
        return ran.out().contains("PLAY RECAP");
    }

    @TestFactory
    Stream<DynamicTest> the_canary_sings_where_what_was_written_is_evaluated() {
        return Stream.of(
                        "{msg: x}\n      when: LIE0",
                        "{msg: LIE0}",
                        "{msg: \"{{ '\" LIE1 \"' }}\"}",
                        "{msg: x}\n      when: \"'\" LIE1 \"' == ''\"",
                        "{msg: x}\n      when: \"'\" LIE2 \"' == ''\"")
                .map(way -> DynamicTest.dynamicTest(way, () -> {
                    String text = "    - debug: " + way + "\n";
                    for (int i = 0; i < LIES.size(); i++) {
                        String written = lie(LIES.get(i)).replace("\\", "\\\\").replace("\"", "\\\"");
                        text = text.replace("\" LIE" + i + " \"", written).replace("LIE" + i, '"' + written + '"');
                    }
                    Files.deleteIfExists(canary);
                    Hitless ran = run(text);
                    assertThat(canary).as(ran.out() + ran.err()).exists();
                }));
    }

    @TestFactory
    Stream<DynamicTest> no_keyword_evaluates_what_a_host_said() {
        Set<String> words = new LinkedHashSet<>();
        Stream.of(Keyword.values()).map(Keyword::word).forEach(words::add);
        KeywordDocs.keywords().stream()
                .filter(entry -> entry.places().contains("task"))
                .map(KeywordDocs.Entry::name)
                .forEach(words::add);
        words.removeAll(STRUCTURE);
        words.remove("with_LOOKUP");
        words.add("with_items");
        assertThat(words)
                .contains("when", "loop", "loop_control", "notify", "delegate_to", "name")
                .hasSizeGreaterThan(30);
        return words.stream()
                .map(word -> DynamicTest.dynamicTest(word, () -> {
                    int loaded = 0;
                    for (String form : List.of(
                            "\"{{ said[%d] }}\"",
                            "\"'{{ said[%d] }}' == ''\"",
                            "said[%d]",
                            "{label: \"{{ said[%d] }}\"}",
                            "{debug: {msg: \"{{ said[%d] }}\"}}")) {
                        if (form.startsWith("{") && loaded > 0) {
                            continue;
                        }
                        StringBuilder tasks = new StringBuilder();
                        for (int i = 0; i < LIES.size(); i++) {
                            // The keyword that is tried is not written twice.
                            tasks.append("    - debug:\n      ignore_errors: true\n      ignore_unreachable: true\n"
                                            .replace("      " + word + ": true\n", ""))
                                    .append(word.equals("until") ? "      retries: 0\n" : "")
                                    .append(word.equals("loop_control") ? "      loop: [1]\n" : "")
                                    .append(word.equals("retries") || word.equals("delay") ? "      until: true\n" : "")
                                    .append("      ")
                                    .append(word)
                                    .append(": ")
                                    .append(form.formatted(i))
                                    .append('\n');
                        }
                        Hitless ran = run(tasks.toString());
                        nothingRan(ran);
                        loaded += isLoaded(ran) ? 1 : 0;
                    }
                    assertThat(loaded).as("forms that load").isPositive();
                }));
    }

    @TestFactory
    Stream<DynamicTest> no_module_evaluates_what_a_host_said_in_an_option() {
        return ModuleCatalog.builtIn().all().stream()
                .filter(module ->
                        !WAITING.contains(module.name()) && !module.options().isEmpty())
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    StringBuilder tasks = new StringBuilder();
                    for (OptionSpec option : module.options()) {
                        if (!option.hidden()) {
                            tasks.append(task(module, option));
                        }
                    }
                    Hitless ran = run(tasks.toString(), "--check");
                    nothingRan(ran);
                    assertThat(isLoaded(ran)).as(ran.out() + ran.err()).isTrue();
                }));
    }

    private String task(ModuleSpec module, OptionSpec tried) {
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionSpec option : module.options()) {
            if (option.required() && !option.hidden()) {
                options.put(option.name(), sample(option));
            }
        }
        for (OptionRule rule : module.rules()) {
            boolean given =
                    rule.options().stream().anyMatch(name -> options.containsKey(name) || name.equals(tried.name()));
            switch (rule.kind()) {
                case ONE_OF -> {
                    if (!given) {
                        options.put(
                                rule.options().getFirst(),
                                sample(option(module, rule.options().getFirst())));
                    }
                }
                case TOGETHER -> {
                    if (given) {
                        rule.options().forEach(name -> options.put(name, sample(option(module, name))));
                    }
                }
                case EXCLUSIVE -> {
                    if (rule.options().contains(tried.name())) {
                        rule.options().forEach(options::remove);
                    }
                }
            }
        }
        String name = tried.name().equals("*") ? "any_name" : tried.name();
        options.put(name, "\"{{ item }}\"");
        StringBuilder task = new StringBuilder("    - " + module.name() + ":\n");
        options.forEach((key, value) ->
                task.append("        ").append(key).append(": ").append(value).append('\n'));
        return task.append("      loop: \"{{ said }}\"\n      ignore_errors: true\n      timeout: 5\n")
                .toString();
    }

    private static OptionSpec option(ModuleSpec module, String name) {
        return module.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String sample(OptionSpec option) {
        return switch (option.type()) {
            case BOOL -> "true";
            case INT, FLOAT -> "1";
            case LIST -> "[x]";
            case DICT -> "{x: y}";
            case ENUM -> option.choices().getFirst();
            case PATH -> dir.resolve("none").toString();
            case MODE -> "'0600'";
            case STR, RAW, JSON, REFUSED -> option.name().equals("url") ? "http://127.0.0.1:1/" : "x";
            case EXPRESSION -> "'true'";
        };
    }

    @TestFactory
    Stream<DynamicTest> no_keyword_of_a_play_evaluates_what_a_host_said() {
        List<String> words = KeywordDocs.keywords().stream()
                .filter(entry -> entry.places().contains("play"))
                .map(KeywordDocs.Entry::name)
                .filter(word -> !PLAY_STRUCTURE.contains(word))
                .toList();
        assertThat(words)
                .contains("serial", "environment", "become_user", "strategy")
                .hasSizeGreaterThan(20);
        return words.stream()
                .map(word -> DynamicTest.dynamicTest(word, () -> {
                    for (String form : List.of(
                            "\"{{ hostvars.h1.said[%d] }}\"",
                            "hostvars.h1.said[%d]",
                            "[\"{{ hostvars.h1.said[%d] }}\"]",
                            "{k: \"{{ hostvars.h1.said[%d] }}\"}")) {
                        for (int lie = 0; lie < LIES.size(); lie++) {
                            nothingRan(
                                    run("- " + (word.equals("gather_facts") ? "name: x" : "gather_facts: false") + "\n"
                                            + (word.equals("hosts") ? "" : "  hosts: h2\n")
                                            + "  " + word + ": " + form.formatted(lie) + "\n"
                                            + "  tasks: [{debug: {msg: \"{{ k | default('') }}\"}}]\n"));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> no_gate_and_no_policy_evaluates_what_a_host_said() {
        return Stream.of(
                        "gate: [{assert: {that: WAY}}], gate_timeout: 0",
                        "gate: [{assert: {that: ['WAY == 1']}}], gate_timeout: 0",
                        "gate: [{debug: {msg: x}, failed_when: WAY}], gate_timeout: 0",
                        "gate: [{debug: {var: WAY}}], gate_timeout: 0",
                        "gate: [{debug: {msg: x}, when: WAY}], gate_timeout: 0",
                        "order: [WAY]",
                        "soak: WAY",
                        "approve: WAY",
                        "host_timeout: WAY",
                        "max_failed: WAY")
                .map(policy -> DynamicTest.dynamicTest(policy, () -> {
                    int loaded = 0;
                    for (String way : List.of("\"{{ hostvars.h1.said[%d] }}\"", "hostvars.h1.said[%d]")) {
                        if (policy.contains("'WAY") && way.startsWith("\"")) {
                            continue;
                        }
                        for (int lie = 0; lie < LIES.size(); lie++) {
                            Hitless ran = run("""
                                - hosts: h1
                                  gather_facts: false
                                  vars: {hitless: {%s}}
                                  tasks: [{debug: {msg: x}}]
                                """.formatted(policy.replace("WAY", way.formatted(lie))));
                            nothingRan(ran);
                            loaded += isLoaded(ran) ? 1 : 0;
                        }
                    }
                    if (policy.startsWith("gate")) {
                        assertThat(loaded).as("gates that were run").isPositive();
                    }
                }));
    }

    @Test
    void what_waits_and_what_steers_evaluates_nothing_either() throws IOException {
        StringBuilder tasks = new StringBuilder();
        for (String task : List.of(
                "pause: {prompt: \"{{ item }}\", seconds: 0}",
                "pause: {seconds: \"{{ item }}\"}",
                "pause: {minutes: \"{{ item }}\"}",
                "pause: {seconds: 0, echo: \"{{ item }}\"}",
                "group_by: {key: \"{{ item }}\"}",
                "group_by: {key: x, parents: \"{{ item }}\"}",
                "wait_for: {timeout: 0, path: \"{{ item }}\"}",
                "wait_for: {timeout: 0, host: \"{{ item }}\", port: 1}",
                "wait_for: {timeout: 0, path: /, search_regex: \"{{ item }}\"}",
                "wait_for: {timeout: 0, path: /, msg: \"{{ item }}\"}",
                "wait_for: {timeout: \"{{ item }}\", path: /}",
                "wait_for_connection: {timeout: \"{{ item }}\"}")) {
            tasks.append("    - ").append(task).append("\n      loop: \"{{ said }}\"\n      ignore_errors: true\n");
        }
        Hitless ran = run(tasks.toString());
        nothingRan(ran);
        assertThat(isLoaded(ran)).as(ran.out() + ran.err()).isTrue();
        for (String meta : List.of("\"{{ said[0] }}\"", "said[0]")) {
            nothingRan(run("    - meta: " + meta + "\n"));
            nothingRan(run("    - meta: end_host\n      when: " + meta + "\n"));
        }
    }

    @TestFactory
    Stream<DynamicTest> no_way_through_the_variables_makes_it_trusted() {
        return Stream.of(
                        "(r.stdout | from_json).lies",
                        "said",
                        "hostvars.added.said_there",
                        "lies",
                        "through",
                        "hostvars[inventory_hostname].said")
                .map(way -> DynamicTest.dynamicTest(way, () -> {
                    StringBuilder tasks = new StringBuilder();
                    for (int i = 0; i < LIES.size(); i++) {
                        for (String form : List.of(
                                "{{ WAY }}",
                                "'{{ WAY }}' == ''",
                                "{{ [WAY] }}",
                                "{{ {'k': WAY}.k }}",
                                "{{ {WAY: 1} | first }}",
                                "{% if true %}{{ WAY }}{% endif %}",
                                "{{ WAY ~ '' }}",
                                "{{ WAY | default('x') }}",
                                "lookup('env', '{{ WAY }}') == ''")) {
                            tasks.append(everywhere("\"" + form.replace("WAY", "(" + way + ")[" + i + "]") + "\""));
                        }
                    }
                    Hitless ran = run(tasks.toString());
                    nothingRan(ran);
                    assertThat(isLoaded(ran)).as(ran.out() + ran.err()).isTrue();
                    assertThat(ran.out()).contains("untrusted template or expression");
                }));
    }

    private static String everywhere(String value) {
        StringBuilder tasks = new StringBuilder();
        String task = "    - %s\n      ignore_errors: true\n      vars: {through: \"{{ said }}\"}\n";
        CONDITIONS.forEach(word -> tasks.append(task.formatted(
                "debug:\n      " + word + ": " + value + (word.equals("until") ? "\n      retries: 0" : ""))));
        tasks.append(task.formatted("assert: {that: " + value + "}"));
        tasks.append(task.formatted("assert: {that: [" + value + "]}"));
        if (!value.contains("==")) {
            tasks.append(task.formatted("debug: {var: " + value + "}"));
        }
        tasks.append(task.formatted("include_tasks: " + value));
        tasks.append(task.formatted(
                "debug: {msg: \"{{ lookup('vars', 'x' ~ item, default='') }}\"}\n      loop: [" + value + "]"));
        return tasks.toString();
    }

    @Test
    void a_fetched_file_is_data_and_no_more() throws IOException {
        Files.writeString(
                dir.resolve("lies.yml"), "lie: \"{{ lookup('pipe', 'touch " + canary + "') }}\"\nansible_user: evil\n");
        Files.writeString(dir.resolve("tasks.yml"), "- command: touch " + canary + "\n");
        Files.writeString(dir.resolve("lies.j2"), "{{ lookup('pipe', 'touch " + canary + "') }}\n");
        Hitless ran = run("""
                - fetch: {src: "%1$s/{{ item }}", dest: "%1$s/got/{{ item }}", flat: true}
                  loop: [lies.yml, tasks.yml, lies.j2]
                - include_vars: got/lies.yml
                - assert: {that: ["lie is search('lookup')", "ansible_user is not defined"]}
                - {template: {src: "{{ 'got' }}/lies.j2", dest: "%1$s/out"}, ignore_errors: true}
                - {debug: {msg: "{{ lookup('template', 'got/lies.j2') }}"}, ignore_errors: true}
                - {debug: {msg: "{%% include 'got/lies.j2' %%}"}, ignore_errors: true}
                - include_tasks: "got/{{ 'tasks' }}.yml"
            """.formatted(dir));
        nothingRan(ran);
        assertThat(ran.out())
                .contains("All assertions passed")
                .contains("got/tasks.yml:1:1: untrusted file: a host gave it")
                .contains("ignored=3");
        Hitless later = Hitless.run(
                "rollout",
                "-i",
                dir.resolve("hosts.yml").toString(),
                dir.resolve("got/tasks.yml").toString());
        assertThat(later.err()).contains("untrusted file: a host gave it");
    }
}
