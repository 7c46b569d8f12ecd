package io.hitless.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.source.Findings;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A value that can't be is reported while loading, at its place, of every keyword of the table. */
class KindTest {
    private static final ModuleCatalog MODULES = ModuleCatalog.builtIn();

    @TempDir
    Path dir;

    private void load(String yaml) {
        Findings findings = new Findings();
        PlainLoading.loader(MODULES, List.of(), Map.of(), findings).load(new SourceFile("site.yml", yaml), dir);
        findings.refuse(true);
    }

    private String error(String yaml) {
        try {
            load(yaml);
            return "loads";
        } catch (UserError e) {
            return e.getMessage();
        }
    }

    private static String wrong(Kind kind) {
        return switch (kind) {
            case BOOL, WHOLE, NUMBER, BATCH, PERCENT -> "abc";
            case TEXT -> "[a, b]";
            case ORDER -> "sortd";
            case STRATEGY -> "freee";
            case BECOME_METHOD -> "sodu";
            case CONNECTION -> "shh";
            case DEBUGGER -> "sometimes";
        };
    }

    private static String right(Kind kind) {
        return switch (kind) {
            case BOOL -> "yes";
            case WHOLE, NUMBER -> "'22'";
            case BATCH, PERCENT -> "\"25%\"";
            case TEXT -> "abc";
            case ORDER -> "reverse_sorted";
            case STRATEGY -> "ansible.builtin.free";
            case BECOME_METHOD -> "ansible.builtin.su";
            case CONNECTION -> "ansible.builtin.local";
            case DEBUGGER -> "never";
        };
    }

    @TestFactory
    Stream<DynamicTest> a_keyword_of_tasks_blocks_roles_and_handlers_is_checked() {
        return Stream.of(Keyword.values())
                .map(keyword -> DynamicTest.dynamicTest(keyword.word(), () -> {
                    String line = keyword.word() + ": ";
                    String bad = wrong(keyword.kind());
                    assertThat(error("- hosts: h\n  tasks:\n  - debug:\n    " + line + bad))
                            .startsWith("site.yml:4:" + (5 + line.length()) + ": '" + keyword.word() + "' must be");
                    assertThat(error("- hosts: h\n  tasks:\n  - block: [{debug: }]\n    " + line + bad))
                            .startsWith("site.yml:4:");
                    assertThat(error("- hosts: h\n  handlers:\n  - name: x\n    debug:\n    " + line + bad))
                            .startsWith("site.yml:5:");
                    for (String good : List.of(right(keyword.kind()), "\"{{ x }}\"")) {
                        assertThatCode(() -> load("- hosts: h\n  tasks:\n  - debug:\n    " + line + good))
                                .doesNotThrowAnyException();
                    }
                }));
    }

    @Test
    void those_of_plays_loops_and_tries_are_checked() {
        for (String line : List.of(
                "serial: abc",
                "serial: [1, abc]",
                "max_fail_percentage: abc",
                "order: sortd",
                "gather_facts: perhaps",
                "force_handlers: perhaps",
                "gather_timeout: soon",
                "name: [a]",
                "gather_subset: [{a: b}]")) {
            String key = line.substring(0, line.indexOf(':'));
            assertThat(error("- hosts: h\n  " + line))
                    .as(line)
                    .startsWith("site.yml:2:")
                    .contains("'" + key + "' must be");
        }
        for (String line : List.of(
                "retries: abc",
                "delay: abc",
                "poll: abc",
                "loop_control: {pause: abc}",
                "loop_control: {label: [a]}",
                "loop_control: {extended: perhaps}",
                "notify: [{a: b}]",
                "debugger: sometimes",
                "name: {a: b}")) {
            assertThat(error("- hosts: h\n  handlers: [{name: n, debug: }]\n  tasks:\n  - debug:\n    loop: [1]\n    "
                            + line))
                    .as(line)
                    .startsWith("site.yml:6:");
        }
        assertThat(error("- hosts: h\n  order: sortd"))
                .isEqualTo("site.yml:2:10: 'order' must be one of inventory, sorted, reverse_inventory, reverse_sorted,"
                        + " shuffle");
        for (String line : List.of(
                "serial: 3",
                "serial: [1, \"30%\"]",
                "max_fail_percentage: 30",
                "max_fail_percentage: \"30%\"",
                "order: shuffle",
                "gather_facts: \"{{ x }}\"")) {
            assertThat(error("- hosts: h\n  " + line)).isEqualTo("loads");
        }
    }
}
