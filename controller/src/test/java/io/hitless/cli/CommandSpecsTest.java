package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.report.CleanStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code specs/run} and {@code specs/cli}: files of a small tree, each after a line {@code ==== path}; a rule of
 * dashes; then commands after {@code $}, each with what it prints and its exit code. Real agents work on the tree,
 * through the local connection.
 *
 * <p>A command may be preceded by variables of its environment. It is started in the tree: an {@code ansible.cfg} there
 * is its own.
 *
 * <p>Where a spec has no {@code hosts.yml}, there are h1, h2 and h3. What hosts do side by side is shown in the order
 * of their names.
 *
 * <p>{@code -Dspec=possible,tags} runs those of these names.
 */
class CommandSpecsTest {
    private static final String RULE = "-".repeat(40) + "\n";
    private static final String HOSTS = "all: {hosts: {h1: , h2: , h3: }, vars: {ansible_connection: local}}\n";
    private static final Pattern RESULT =
            Pattern.compile("(?:ok|changed|skipping|fatal|failed|FAILED - RETRYING): \\[([^]: ]+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path dir;

    @TestFactory
    Stream<DynamicTest> specs() throws IOException, URISyntaxException {
        Path specs =
                Path.of(Objects.requireNonNull(getClass().getResource("/specs")).toURI());
        List<Path> all = new ArrayList<>();
        for (String room : List.of("run", "cli")) {
            all.addAll(SpecFiles.below(specs.resolve(room), ".spec"));
        }
        String wanted = System.getProperty("spec");
        if (wanted != null) {
            List<String> names = List.of(wanted.split(","));
            all.removeIf(spec -> !names.contains(spec.getFileName().toString().replace(".spec", "")));
            assertThat(all).as("specs of these names").hasSameSizeAs(names);
        }
        return SpecFiles.tests(specs, all, this::check);
    }

    private void check(Path spec) throws IOException {
        String text = Files.readString(spec);
        int rule = text.indexOf("\n" + RULE);
        assertThat(rule).as("the rule of dashes").isPositive();
        Path tree = Files.createDirectory(dir.resolve(String.valueOf(spec.getFileName())));
        Files.writeString(tree.resolve("hosts.yml"), HOSTS);
        for (String part : text.substring(0, rule + 1).split("(?m)^==== ", -1)) {
            if (part.contains("\n") && !part.startsWith("#")) {
                Path file = tree.resolve(part.substring(0, part.indexOf('\n')).strip());
                Files.createDirectories(file.getParent());
                Files.writeString(file, part.substring(part.indexOf('\n') + 1));
            }
        }
        String expected = text.substring(rule + 1 + RULE.length());
        StringBuilder seen = new StringBuilder();
        for (String line :
                expected.lines().filter(line -> line.startsWith("$ ")).toList()) {
            seen.append(line).append('\n').append(run(line.substring(2), tree));
        }
        assertThat(seen.toString()).isEqualTo(expected);
    }

    /** What a command prints on both outputs, and its exit code. */
    private static String run(String command, Path tree) {
        List<String> args = new ArrayList<>();
        Map<String, String> environment = new HashMap<>(Map.of("HOME", tree.toString()));
        Matcher words = WORD.matcher(command);
        while (words.find()) {
            String word = words.group(1) != null ? words.group(1) : words.group(2);
            if (args.isEmpty() && ASSIGNMENT.matcher(word).matches()) {
                environment.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
                continue;
            }
            boolean file = word.endsWith(".yml")
                    || word.endsWith(".json")
                    || (!word.isEmpty() && Files.exists(tree.resolve(word)));
            args.add(file ? tree.resolve(word).toString() : word);
        }
        boolean planned = args.getFirst().equals("rollout") && args.stream().anyMatch(arg -> arg.endsWith(".json"));
        if (!args.contains("-i")
                && !Files.exists(tree.resolve("ansible.cfg"))
                && !planned
                && List.of(
                                "plan",
                                "drift",
                                "rollout",
                                "exec",
                                "inventory",
                                "ansible-playbook",
                                "ansible",
                                "ansible-inventory")
                        .contains(args.getFirst())) {
            args.addAll(1, List.of("-i", tree.resolve("hosts.yml").toString()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        int exit;
        try (PrintStream captured = CleanStream.printing(out, true)) {
            System.setOut(captured);
            System.setErr(captured);
            exit = Main.configured(new Commands().commandLine(), tree, environment, args.toArray(String[]::new));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
        return steady(out.toString(UTF_8), tree) + "exit " + exit + "\n";
    }

    /**
     * Without what differs from run to run: the place of the tree, times, and the order of hosts that work side by
     * side.
     */
    private static String steady(String output, Path tree) {
        String text = output.replace(tree + "/", "")
                .replace(tree.toString(), ".")
                .replaceAll("(?m)^run \\d{8}-\\d{6}-\\w{4}: 'hitless resume .*\\R", "") // how to go on: in HistoryTest
                .replaceAll("(?m) \\*{3,}$", " ***")
                .replaceAll("\"(start|end|delta)\": \"[^\"]*\"", "\"$1\": \"…\"")
                .replaceAll("(?m) +$", "");
        StringBuilder out = new StringBuilder();
        List<String> results = new ArrayList<>();
        for (String line : Arrays.asList(text.split("(?<=\n)", -1))) {
            boolean result = RESULT.matcher(line).lookingAt();
            if (result) {
                results.add(line);
            } else if (!results.isEmpty() && (line.startsWith(" ") || line.equals("}\n") || line.startsWith("..."))) {
                results.add(results.removeLast() + line);
            } else {
                flush(results, out);
                out.append(line);
            }
        }
        flush(results, out);
        return out.toString();
    }

    private static void flush(List<String> results, StringBuilder out) {
        results.sort(Comparator.comparing(CommandSpecsTest::host));
        results.forEach(out::append);
        results.clear();
    }

    private static String host(String result) {
        Matcher matcher = RESULT.matcher(result);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }
}
