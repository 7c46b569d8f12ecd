package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.SpecFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("slow")
class AgentScriptsTest {
    private static final Path AGENT = Path.of("../agent-scripts");
    /** Of a module that is spread over parts, which share its names. */
    private static final Map<String, String> SHORT_PREFIXES = Map.of(
            "haproxy_config", "hc_", "haproxy_certs", "crt_", "nginx_config", "ngx_", "keepalived_config", "ka_");

    private static final Pattern HERE_DOCUMENT = Pattern.compile("(?<![^\\s\\d])<<-?\\s*['\"\\\\]?([A-Za-z_]+)");

    private static List<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>(List.of(AGENT.resolve("agent.sh"), AGENT.resolve("lib.sh")));
        for (String directory : List.of("parts", "modules")) {
            scripts.addAll(SpecFiles.in(AGENT.resolve(directory), ".sh"));
        }
        return scripts;
    }

    @Test
    void shellcheck_has_nothing_to_say() throws Exception {
        Needed.programs("shellcheck");
        List<String> words = new ArrayList<>(List.of("/usr/bin/shellcheck", "-s", "sh", "-S", "style", "-f", "gcc"));
        scripts().forEach(script -> words.add(script.toString()));
        Process shellcheck = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shellcheck.waitFor()).as(said).isZero();
    }

    /** What shellcheck and shfmt take for shell is not always what a shell takes. */
    @Test
    void every_script_is_one_for_sh() throws Exception {
        for (Path script : scripts()) {
            Process sh = new ProcessBuilder("sh", "-n", script.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(sh.waitFor()).as(said).isZero();
        }
    }

    /** What is sent once is known by its name: the module would never be sent after a part of the same name. */
    @Test
    void no_module_has_the_name_of_a_part_that_modules_use() throws IOException {
        Pattern uses = Pattern.compile("(?m)^#.* uses: (.+)$");
        List<String> used = new ArrayList<>();
        for (Path module : SpecFiles.in(AGENT.resolve("modules"), ".sh")) {
            Matcher header = uses.matcher(Files.readString(module));
            if (header.find()) {
                used.addAll(List.of(header.group(1).strip().split("\\s+")));
            }
        }
        assertThat(used)
                .contains("regex", "http")
                .noneMatch(part -> Files.exists(AGENT.resolve("parts/" + part + ".sh"))
                        && Files.exists(AGENT.resolve("modules/" + part + ".sh")));
    }

    /** Comments are not sent: a line beginning with # in a here-document would be lost. */
    @TestFactory
    List<DynamicTest> no_script_has_a_here_document_with_a_line_that_looks_like_a_comment() throws IOException {
        return scripts().stream()
                .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> {
                    String open = "";
                    for (String line : Files.readAllLines(script)) {
                        if (!open.isEmpty()) {
                            assertThat(line).doesNotStartWith("#");
                            open = line.strip().equals(open) ? "" : open;
                        } else {
                            Matcher begins = HERE_DOCUMENT.matcher(line);
                            open = begins.find() ? begins.group(1) : "";
                        }
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> a_module_has_its_own_names_only() throws IOException {
        return scripts().stream()
                .filter(script -> script.toString().contains("/modules/"))
                .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> {
                    String name = script.getFileName().toString().replace(".sh", "");
                    List<String> functions = Files.readAllLines(script).stream()
                            .filter(line -> line.matches("[A-Za-z_][A-Za-z0-9_]*\\(\\) ?[{(].*"))
                            .map(line -> line.substring(0, line.indexOf('(')))
                            .toList();
                    String prefix = SHORT_PREFIXES.getOrDefault(name, name + "_");
                    assertThat(functions)
                            .allMatch(function -> function.startsWith(prefix)
                                    || List.of(name + "_run", name + "_undo").contains(function));
                }))
                .toList();
    }
}
