package io.hitless.playbook.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.module.ModuleCatalog;
import io.hitless.source.Finding.Kind;
import io.hitless.source.Findings;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code specs/playbook/*.spec}: files of a small tree, each after a line {@code ==== path}, a rule of dashes, and
 * the outline of {@code site.yml} as it is loaded, or its errors. What was found besides errors comes first, with its
 * kind.
 */
class PlaybookSpecsTest {
    private static final String RULE = "-".repeat(40);

    @TempDir
    Path dir;

    @TestFactory
    Stream<DynamicTest> specs() throws IOException, URISyntaxException {
        Path specs = Path.of(Objects.requireNonNull(getClass().getResource("/specs/playbook"))
                .toURI());
        ModuleCatalog modules = TestModules.in(Files.createDirectory(dir.resolve("agent")));
        return SpecFiles.tests(specs, SpecFiles.below(specs, ".spec"), file -> run(file, modules));
    }

    private void run(Path spec, ModuleCatalog modules) throws IOException {
        String text = Files.readString(spec);
        int rule = text.indexOf("\n" + RULE + "\n");
        assertThat(rule).as("the rule of dashes").isPositive();
        Path tree = Files.createDirectory(dir.resolve(String.valueOf(spec.getFileName())));
        for (String part : text.substring(0, rule + 1).split("(?m)^==== ", -1)) {
            if (part.contains("\n") && !part.startsWith("#")) {
                Path file = tree.resolve(part.substring(0, part.indexOf('\n')).strip());
                Files.createDirectories(file.getParent());
                Files.writeString(file, part.substring(part.indexOf('\n') + 1));
            }
        }
        String expected = text.substring(rule + RULE.length() + 2);
        assertThat(outcome(tree, modules)).isEqualTo(expected);
    }

    private static String kind(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String outcome(Path tree, ModuleCatalog modules) {
        Findings findings = new Findings();
        PlaybookLoader loader = PlainLoading.loader(
                modules,
                List.of(tree.resolve("shared")),
                Map.of("extra", new Template.Constant("given", Span.whole(new SourceFile("-e", "")))),
                findings);
        String result;
        try {
            result = Outline.of(loader.load(tree.resolve("site.yml")));
        } catch (UserError e) {
            result = e.render() + "\n";
        }
        String told = findings.of(Kind.IF_REACHED, Kind.NOT_HERE, Kind.NO_MEANING, Kind.DUBIOUS).stream()
                .map(finding -> kind(finding.kind()) + ": " + finding.error().render() + "\n")
                .collect(Collectors.joining());
        return (told + result)
                .replace(tree + "/", "")
                .replace(tree.toString(), ".")
                .replaceAll("(?m) +$", "");
    }
}
