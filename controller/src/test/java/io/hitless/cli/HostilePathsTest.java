package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hitless.Needed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Paths that a shell, an option parser or a pattern would read as something else, for each module that takes a path:
 * check mode changes nothing, the run changes what it is to change and nothing beside it, and a second run finds
 * nothing to do. All of it is in one name; {@code -Dhostile=all} tries each character by itself.
 */
class HostilePathsTest {
    private static final List<String> NAMES =
            List.of("-a b'\"$(touch pwned)`touch pwned`;*?[x]\\n%s&|~#=:,{a,b}! ☃\nnew\tline ");
    private static final List<String> EACH = List.of(
            "a b",
            "it's",
            "say \"x\"",
            "-rf",
            "*",
            "[a]?",
            "$(touch pwned)",
            "`touch pwned`",
            "naïve ☃",
            "tab\there",
            "back\\slash\\n",
            "a;touch pwned",
            "a&b|c",
            "%s%n",
            "~",
            "#hash",
            "a=b",
            "a:b",
            "a,b",
            " lead",
            "trail ",
            "!bang",
            "{a,b}",
            "new\nline");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    /** A task with its place: the directory in which only its name may appear. */
    private record Trial(JsonNode given, String module, Path place, String name) {
        Path path() {
            return place.resolve(name);
        }

        boolean mayAppear(String entry) {
            return entry.startsWith(name);
        }

        boolean changesAlways() {
            return given.path("again").asText().equals("changed");
        }

        boolean isRefused(Outcome outcome) {
            return given.has("refused") && given.path("refused").asText().equals(outcome.message());
        }
    }

    private record Outcome(String status, boolean changed, String message) {}

    @Test
    void a_path_is_a_path_whatever_it_is_made_of() throws IOException {
        List<Trial> trials = trials();
        Path playbook = Files.writeString(dir.resolve("site.yml"), playbook(trials), UTF_8);
        Map<Path, String> before = tree();
        Map<String, Outcome> predicted = run(playbook, "--check");
        assertThat(tree()).as("the tree after check mode").isEqualTo(before);
        Map<String, Outcome> outcomes = run(playbook);
        Map<String, Outcome> again = run(playbook);
        List<String> faults = new ArrayList<>();
        for (Trial trial : trials) {
            String fault = fault(trial, predicted.get(id(trial)), outcomes.get(id(trial)), again.get(id(trial)));
            if (!fault.isEmpty()) {
                faults.add(id(trial) + " " + fault);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(trials).hasSizeGreaterThan(40);
    }

    private static String fault(
            Trial trial, @Nullable Outcome predicted, @Nullable Outcome outcome, @Nullable Outcome again)
            throws IOException {
        if (predicted == null || outcome == null || again == null) {
            return "did not run";
        }
        if (trial.isRefused(outcome)) {
            return "";
        }
        if (!List.of("ok", "skipped").contains(outcome.status())) {
            return "failed: " + outcome;
        }
        if (predicted.status().equals("ok") && predicted.changed() != outcome.changed()) {
            return "was predicted as " + predicted + ", and was " + outcome;
        }
        if (!again.status().equals(outcome.status()) || again.changed() != trial.changesAlways()) {
            return "run again: " + again;
        }
        try (Stream<Path> entries = Files.list(trial.place())) {
            List<String> left = entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> !trial.mayAppear(entry))
                    .toList();
            return left.isEmpty() ? "" : "left " + left;
        }
    }

    private static String id(Trial trial) {
        return trial.place().getFileName().toString();
    }

    private List<Trial> trials() throws IOException {
        List<String> names = System.getProperty("hostile", "").equals("all") ? EACH : NAMES;
        List<Trial> trials = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/hostile/paths.yml"))) {
            for (JsonNode given : new YAMLMapper().readTree(in)) {
                Needed.programs(given.path("needs").asText("sh"));
                for (String name : names) {
                    String module = given.path("module").asText();
                    Path place = Files.createDirectory(dir.resolve(module + "-" + trials.size()));
                    Trial trial = new Trial(given, module, place, name);
                    prepare(trial);
                    trials.add(trial);
                }
            }
        }
        return trials;
    }

    private static void prepare(Trial trial) throws IOException {
        String given = trial.given().path("given").asText("");
        if (given.equals("directory")) {
            Files.createDirectory(trial.path());
            Files.writeString(trial.path().resolve("one"), "1\n");
            Files.writeString(trial.path().resolve(trial.name()), "2\n");
        } else if (trial.given().has("given")) {
            Files.writeString(trial.path(), given);
        }
    }

    private static String playbook(List<Trial> trials) throws IOException {
        List<Object> tasks = new ArrayList<>();
        for (Trial trial : trials) {
            Map<String, Object> task = new LinkedHashMap<>();
            task.put("name", id(trial));
            String args = JSON.writeValueAsString(trial.given().path("args"));
            task.put(
                    trial.module(),
                    JSON.readTree(args.replace("QUOTED", inJson(quoted(trial.path())))
                            .replace("@", inJson(trial.path().toString()))));
            task.put("ignore_errors", true);
            tasks.add(task);
        }
        return JSON.writeValueAsString(
                List.of(Map.of("hosts", "localhost", "connection", "local", "gather_facts", false, "tasks", tasks)));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\"'\"'") + "'";
    }

    private static String inJson(String text) throws IOException {
        String quoted = JSON.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private Map<String, Outcome> run(Path playbook, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "rollout",
                "--state",
                dir.resolveSibling(dir.getFileName() + "-state").toString(),
                "--output",
                "json"));
        words.addAll(List.of(options));
        words.add(playbook.toString());
        Hitless run = Hitless.run(words.toArray(String[]::new));
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (String line : run.out().lines().toList()) {
            JsonNode event = JSON.readTree(line);
            if (event.path("type").asText().equals("task_ended")) {
                JsonNode outcome = event.path("outcome");
                String status = outcome.path("status").asText();
                outcomes.put(
                        event.path("task").path("name").asText(),
                        new Outcome(
                                status.equals("changed") ? "ok" : status,
                                outcome.path("result").path("changed").asBoolean(),
                                outcome.path("result").path("msg").asText()));
            }
        }
        return outcomes;
    }

    private Map<Path, String> tree() throws IOException {
        Map<Path, String> tree = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                tree.put(
                        file,
                        Files.isRegularFile(file) ? Files.readString(file) + Files.getLastModifiedTime(file) : "");
            }
        }
        return tree;
    }
}
