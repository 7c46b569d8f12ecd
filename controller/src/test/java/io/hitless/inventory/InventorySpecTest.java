package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code specs/inventory/*.spec}: files ({@code ## path}, then the text), the rule {@code ==== SOURCE… --
 * QUESTION…} and the expected answer. Questions: {@code graph}, {@code list}, {@code layers HOST}, or {@code hosts},
 * each further line of the input's {@code ## patterns} being a pattern whose hosts are shown. Errors are shown as the
 * operator sees them.
 */
class InventorySpecTest {
    private static final Path SPECS = Path.of("src/test/resources/specs/inventory");
    private static final String RULE = "==== ";

    @TestFactory
    Stream<DynamicTest> an_inventory_answers_as_written_in_its_spec() throws IOException {
        return SpecFiles.tests(SPECS, SpecFiles.in(SPECS, ".spec"), InventorySpecTest::check);
    }

    private static void check(Path path) throws IOException {
        String spec = Files.readString(path);
        int rule = spec.indexOf(RULE);
        int answer = spec.indexOf('\n', rule) + 1;
        assertThat(rule).as("the spec has its rule").isNotNegative();
        assertThat(answer(spec.substring(0, answer))).isEqualTo(spec.substring(answer));
    }

    static String answer(String question) throws IOException {
        Path directory = Files.createTempDirectory("inventory-spec");
        try {
            int rule = question.indexOf(RULE);
            String patterns = unpack(question.substring(0, rule), directory);
            List<String> words =
                    List.of(question.substring(rule + RULE.length()).strip().split(" +", -1));
            int dashes = words.indexOf("--");
            List<String> sources = words.subList(0, dashes).stream()
                    .map(word ->
                            word.contains(",") ? word : directory.resolve(word).toString())
                    .toList();
            return ask(sources, words.subList(dashes + 1, words.size()), patterns, directory)
                    .replace(directory + "/", "");
        } finally {
            delete(directory);
        }
    }

    private static String unpack(String files, Path directory) throws IOException {
        String patterns = "";
        for (String part : ("\n" + files).split("\n## ", -1)) {
            int end = part.indexOf('\n');
            if (part.isBlank()) {
                continue;
            }
            String name = part.substring(0, end < 0 ? part.length() : end).strip();
            String text = end < 0 ? "" : part.substring(end + 1);
            if (name.equals("patterns")) {
                patterns = text;
                continue;
            }
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
            if (!file.toFile().setExecutable(text.startsWith("#!"))) {
                throw new IOException("cannot set the mode of " + file);
            }
        }
        return patterns;
    }

    private static String ask(List<String> sources, List<String> question, String patterns, Path directory) {
        try {
            Inventory inventory = InventoryReader.read(sources, UnaryOperator.identity());
            HostLayers layers =
                    new HostLayers(inventory, List.of(directory.resolve("playbooks")), UnaryOperator.identity());
            InventoryListing listing = new InventoryListing(
                    inventory,
                    new PlainVars(layers, Map.of(), Set.of(), false),
                    question.contains("export"),
                    _ -> true);
            return switch (question.getFirst()) {
                case "graph" -> String.join("\n", graph(listing, inventory, question)) + "\n";
                case "list" -> json(listing.list(), "") + "\n";
                case "layers" -> layers(layers.of(Objects.requireNonNull(inventory.host(question.get(1)))));
                case "hosts" ->
                    patterns.lines()
                            .map(line -> line + " -> " + hosts(line, inventory) + "\n")
                            .collect(Collectors.joining());
                default -> throw new IllegalArgumentException("no such question: " + question);
            };
        } catch (UserError e) {
            return e.render() + "\n";
        }
    }

    private static List<String> graph(InventoryListing listing, Inventory inventory, List<String> question) {
        return listing.graph(Objects.requireNonNull(inventory.group("all")), question.contains("vars"));
    }

    private static String hosts(String line, Inventory inventory) {
        String[] parts = line.split(" --limit ", -1);
        try {
            Selection selection = HostPattern.parse(parts[0]).select(inventory);
            if (parts.length > 1) {
                selection = selection.limitedTo(HostPattern.limit(parts[1]).select(inventory));
            }
            String names = selection.hosts().stream().map(Host::name).collect(Collectors.joining(" "));
            return (names.isEmpty() ? "(none)" : names)
                    + (selection.unmatched().isEmpty()
                            ? ""
                            : "  unmatched: " + String.join(" ", selection.unmatched()));
        } catch (UserError e) {
            return e.render().replace("\n", " | ");
        }
    }

    private static String layers(List<VarsLayer> layers) {
        StringBuilder out = new StringBuilder();
        for (VarsLayer layer : layers) {
            String vars = layer.vars().entrySet().stream()
                    .filter(v -> !v.getKey().equals("ansible_python_interpreter")) // as this machine has it
                    .map(v -> v.getKey() + "=" + v.getValue().plain())
                    .collect(Collectors.joining(" "));
            out.append(layer.kind())
                    .append(", ")
                    .append(layer.source())
                    .append(": ")
                    .append(vars)
                    .append('\n');
        }
        return out.toString();
    }

    private static String json(@Nullable Object value, String indent) {
        String deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map -> {
                List<String> lines = new ArrayList<>();
                new TreeMap<>(map).forEach((key, its) -> lines.add(deeper + "\"" + key + "\": " + json(its, deeper)));
                yield "{\n" + String.join(",\n", lines) + "\n" + indent + "}";
            }
            case List<?> list ->
                list.stream().map(item -> json(item, deeper)).collect(Collectors.joining(", ", "[", "]"));
            case String text -> "\"" + text + "\"";
            case null -> "null";
            default -> value.toString();
        };
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
