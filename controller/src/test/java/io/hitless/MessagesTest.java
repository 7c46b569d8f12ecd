package io.hitless;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes wrong with files and connections is put into words in one place: {@link io.hitless.source.Reason}. */
class MessagesTest {
    private static final Set<String> ASKS = Set.of("getMessage", "getLocalizedMessage", "toString");

    @Test
    void nobody_else_asks_an_error_of_the_jdks_what_it_says() {
        DescribedPredicate<JavaCall<?>> asking = DescribedPredicate.describe(
                "what an I/O error says",
                call -> ASKS.contains(call.getTarget().getName())
                        && call.getTarget().getOwner().getPackageName().startsWith("java.")
                        && call.getTarget().getOwner().isAssignableTo(IOException.class));
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.hitless.source.Reason")
                .should()
                .callMethodWhere(asking)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.hitless"));
    }

    /** Only a bug of hitless itself is told with the class of its exception: that is for those who mend it. */
    @Test
    void no_error_is_put_into_a_text_as_it_is() throws IOException {
        Pattern joined = Pattern.compile("\" \\+ e\\s*[,);+]");
        List<String> found = SpecFiles.below(Path.of("src/main/java"), ".java").stream()
                .filter(file -> !file.endsWith("UnexpectedError.java"))
                .flatMap(file ->
                        lines(file).filter(line -> joined.matcher(line).find()).map(line -> file + ": " + line.strip()))
                .toList();
        assertThat(found).isEmpty();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
