package io.hitless.vars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.Expression;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Templates and expressions as a rollout uses them, over the variables of an inventory's hosts. {@code lab/bench jinja}
 * writes the inputs and what Python's Jinja2 makes of them, and compares the times.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TemplateBenchmark {
    private static final Language LANGUAGE = Language.plain();

    /** The environment's name for the directory of {@code inputs.json}, {@code expected.json} and {@code hosts.yml}. */
    private static final String DIRECTORY = "BENCHMARK";

    private @Nullable Inputs inputs;

    private record Inputs(
            Expression when, String loop, Map<String, String> texts, Variables variables, List<Host> hosts) {
        /** A scope remembers what it resolved: each benchmark starts with a new one, as each task does. */
        TaskScope scope(Host host) {
            return variables.scope(host);
        }

        static Inputs read(Path directory) throws IOException {
            JsonNode json =
                    new ObjectMapper().readTree(directory.resolve("inputs.json").toFile());
            Map<String, String> texts = new LinkedHashMap<>();
            json.required("variables")
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
            Inventory inventory =
                    InventoryReader.read(List.of(directory.resolve("hosts.yml").toString()), file -> file);
            Variables variables = new Variables(
                    inventory, PlainLoading.templates(), Map.of(), RunInfo.plain(), VariableRules.USUAL, directory);
            return new Inputs(
                    LANGUAGE.expression(text(json.required("when").asText()).trusted()),
                    json.required("loop").asText(),
                    texts,
                    variables,
                    List.copyOf(inventory.hosts().values()));
        }
    }

    /** Reads the inputs, and makes sure that the results are those of Python. */
    @Setup
    public void read() throws IOException {
        Path from = Path.of(System.getenv(DIRECTORY));
        inputs = Inputs.read(from);
        JsonNode expected =
                new ObjectMapper().readTree(from.resolve("expected.json").toFile());
        same(expected.required("loop").asText(), loop());
        same(expected.required("when").asInt(), when());
        List<Object> values = new ArrayList<>();
        expected.required("variables").forEach(value -> values.add(value.asText()));
        same(values, variables());
    }

    /** A file with a loop of 10,000 lines, parsed and rendered. */
    @Benchmark
    public String loop() {
        return LANGUAGE.file(new SourceFile("loop.j2", given().loop()), Syntax.ANSIBLE)
                .render(given().scope(given().hosts().getFirst()));
    }

    /** One condition for each of 1,000 hosts, parsed once, as for a task. Gives how many it holds for. */
    @Benchmark
    public int when() {
        int held = 0;
        for (Host host : given().hosts()) {
            held += given().when().holds(given().scope(host)) ? 1 : 0;
        }
        return held;
    }

    /** 500 variables in chains of ten, each resolved. */
    @Benchmark
    public List<Object> variables() {
        TaskScope host = given().scope(given().hosts().getFirst());
        List<Object> values = new ArrayList<>();
        for (String name : given().texts().keySet()) {
            values.add(Objects.requireNonNull(host.get(name)));
        }
        return values;
    }

    /** The same 500 variables, parsed. */
    @Benchmark
    public List<Template> parse() {
        List<Template> parsed = new ArrayList<>();
        for (String text : given().texts().values()) {
            Template template = LANGUAGE.template(text(text));
            if (template instanceof Template.Text written) {
                written.check();
            }
            parsed.add(template);
        }
        return parsed;
    }

    private Inputs given() {
        return Objects.requireNonNull(inputs);
    }

    private static MappedText text(String text) {
        return MappedText.verbatim(Span.whole(new SourceFile("inputs.json", text)));
    }

    private static void same(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("Python gave " + expected + ", hitless " + found);
        }
    }
}
