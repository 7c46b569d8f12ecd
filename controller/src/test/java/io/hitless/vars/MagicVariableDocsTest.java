package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.source.DocEntries;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.Language;
import org.junit.jupiter.api.Test;

class MagicVariableDocsTest {
    private static final Language LANGUAGE = Language.plain();

    @Test
    void each_variable_that_is_always_there_is_explained() {
        assertThat(MagicVariableDocs.variables())
                .extracting(DocEntries.Entry::name)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(SpecialVariables.ALL);
    }

    @Test
    void each_has_an_expression_as_its_example() {
        assertThat(MagicVariableDocs.variables()).allSatisfy(variable -> {
            LANGUAGE.expression(MappedText.verbatim(Span.whole(new SourceFile("example", variable.example())))
                    .trusted());
            assertThat(variable.example()).contains(variable.name());
        });
    }
}
