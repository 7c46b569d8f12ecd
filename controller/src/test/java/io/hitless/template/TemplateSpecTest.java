package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.config.Configuration;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.PluginSource;
import io.hitless.template.eval.Scope;
import io.hitless.template.filters.DataText;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases of {@code specs/template/*.spec}, and of those in {@code slow}. A file may start with variables in
 * YAML, up to a line {@code ----}. Then come cases, each either one line
 *
 * <pre>expression  =>  Python's repr of its value, or "! " and the error</pre>
 *
 * <pre>{{ expression }}  =>  the same, of a template's value</pre>
 *
 * or several lines: {@code === name}, a template, a rule ({@code --- text}, {@code --- value} or {@code --- error}),
 * and what is to come out: the text, the repr of the value, or the error as the operator sees it.
 */
class TemplateSpecTest {
    private static final Language LANGUAGE = new Language(PluginSource.NONE, Configuration.of(Map.of("HOME", "/root")));

    private static final Path SPECS = Path.of("src/test/resources/specs/template");

    /** Read once: mutation tests ask for each case by itself. */
    private static final Map<Path, Spec> READ = new ConcurrentHashMap<>();

    private record Case(String name, String input, String kind, String expected) {}

    private record Spec(Scope scope, List<Case> cases) {}

    @TestFactory
    Stream<DynamicContainer> templates_do_what_their_specs_say() throws IOException {
        return containers(SPECS);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicContainer> templates_that_take_long_do_what_their_specs_say() throws IOException {
        return containers(SPECS.resolve("slow"));
    }

    private static Stream<DynamicContainer> containers(Path directory) throws IOException {
        return SpecFiles.in(directory, ".spec").stream().map(TemplateSpecTest::container);
    }

    private static DynamicContainer container(Path file) {
        Spec spec = READ.computeIfAbsent(file, TemplateSpecTest::read);
        return DynamicContainer.dynamicContainer(
                SPECS.relativize(file).toString(),
                spec.cases().stream()
                        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, spec.scope()))));
    }

    private static Spec read(Path file) {
        String text = SourceReader.read(file).text();
        int rule = text.indexOf("\n----\n");
        Scope scope = new MapScope(
                DataText.fromYaml(rule < 0 ? "" : text.substring(0, rule)) instanceof Map<?, ?> vars ? vars : Map.of());
        return new Spec(scope, cases(rule < 0 ? text : text.substring(rule + 6)));
    }

    private static List<Case> cases(String text) {
        List<Case> cases = new ArrayList<>();
        List<String> lines = List.of(text.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("=== ")) {
                int rule = next(lines, i + 1, "--- ");
                int end = next(lines, rule + 1, "=== ");
                cases.add(new Case(
                        line.substring(4),
                        joined(lines, i + 1, rule),
                        lines.get(rule).substring(4),
                        joined(lines, rule + 1, end).stripTrailing()));
                i = end - 1;
            } else if (line.contains("  =>  ")) {
                String[] sides = line.split("  =>  ", 2);
                cases.add(new Case(line, sides[0], sides[0].startsWith("{{ ") ? "value" : "expression", sides[1]));
            } else {
                assertThat(line.isBlank() || line.startsWith("#"))
                        .as("a case or comment: " + line)
                        .isTrue();
            }
        }
        return cases;
    }

    private static int next(List<String> lines, int from, String mark) {
        int i = from;
        while (i < lines.size() && !lines.get(i).startsWith(mark)) {
            i++;
        }
        return i;
    }

    private static String joined(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, to));
    }

    private static void check(Case each, Scope scope) {
        assertThat(outcome(each, scope)).isEqualTo(each.expected());
    }

    private static String outcome(Case each, Scope scope) {
        MappedText source = MappedText.verbatim(Span.whole(new SourceFile("spec", each.input())));
        try {
            return switch (each.kind()) {
                case "expression" -> repr(LANGUAGE.expression(source.trusted()).evaluate(scope));
                case "value" -> repr(LANGUAGE.template(source).resolve(scope));
                case "text", "error" ->
                    LANGUAGE.file(source.span().file(), Syntax.ANSIBLE)
                            .render(scope)
                            .stripTrailing();
                default -> throw new IllegalArgumentException("no kind of case: " + each.kind());
            };
        } catch (UserError e) {
            return each.kind().equals("error") ? e.render() : "! " + e.what();
        }
    }

    private static String repr(@Nullable Object value) {
        return value instanceof Undefined missing
                ? "undefined: " + missing.error().what()
                : Values.repr(value);
    }

    /** A scope of fixed variables; those that are texts with marks are templates in their turn. */
    private record MapScope(Map<?, ?> variables) implements Scope {
        @Override
        public @Nullable Object get(String name) {
            if (!variables.containsKey(name)) {
                return Undefined.name(name);
            }
            Object value = variables.get(name);
            return value instanceof String text
                    ? LANGUAGE.template(MappedText.verbatim(Span.whole(new SourceFile("variable " + name, text))))
                            .resolve(this)
                    : value;
        }

        @Override
        public Set<String> names() {
            return Set.copyOf(variables.keySet().stream().map(Values::text).toList());
        }

        @Override
        public List<Path> searchPath() {
            return List.of(SPECS);
        }
    }
}
