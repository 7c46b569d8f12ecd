package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.source.DocEntries;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TemplateDocsTest {
    private static final Language LANGUAGE = Language.plain();

    private static final Map<String, List<TemplateDocs.Entry>> ALL = Map.of(
            "filters",
            TemplateDocs.filters(),
            "tests",
            TemplateDocs.tests(),
            "lookups",
            TemplateDocs.lookups(),
            "functions",
            TemplateDocs.functions());

    @Test
    void everything_that_templates_know_is_explained_and_has_an_example() {
        List<String> lacking = new ArrayList<>();
        ALL.forEach((kind, entries) -> entries.stream()
                .filter(entry -> entry.summary().isEmpty() || entry.example().isEmpty())
                .forEach(entry -> lacking.add(kind + ": " + entry.name())));

        assertThat(lacking).isEmpty();
    }

    @Test
    void nothing_is_explained_that_does_not_exist() {
        ALL.forEach((kind, entries) -> assertThat(DocEntries.beside(TemplateDocs.class, kind + ".txt"))
                .as(kind)
                .extracting(DocEntries.Entry::name)
                .isSorted()
                .containsExactlyElementsOf(
                        entries.stream().map(TemplateDocs.Entry::name).toList()));
    }

    @Test
    void a_second_name_stands_with_the_first() {
        assertThat(TemplateDocs.filters())
                .extracting(TemplateDocs.Entry::name)
                .contains("default")
                .doesNotContain("d");
        assertThat(TemplateDocs.filters())
                .filteredOn(entry -> entry.name().equals("default"))
                .first()
                .extracting(TemplateDocs.Entry::aliases)
                .isEqualTo(List.of("d"));
    }

    @TestFactory
    Stream<DynamicTest> each_example_gives_what_it_says() {
        return ALL.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                kind.getKey() + ": " + entry.example(), () -> check(kind.getKey(), entry))));
    }

    private static void check(String kind, TemplateDocs.Entry entry) {
        String[] sides = entry.example().split("  =>  ", 2);
        assertThat(sides[0]).contains(entry.name().equals("eq") ? "is eq" : entry.name());
        Expression expression = LANGUAGE.expression(
                MappedText.verbatim(Span.whole(new SourceFile(kind, sides[0]))).trusted());
        if (sides.length > 1) {
            assertThat(Values.repr(expression.evaluate(Known.SCOPE))).isEqualTo(sides[1]);
        }
    }

    private enum Known implements Scope {
        SCOPE;

        @Override
        public @Nullable Object get(String name) {
            return switch (name) {
                case "result" -> Map.of("changed", true, "failed", false);
                default -> Undefined.name(name);
            };
        }

        @Override
        public Set<String> names() {
            return Set.of("result");
        }

        @Override
        public List<Path> searchPath() {
            return List.of();
        }
    }
}
