package io.hitless;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All Java sources have one format: palantir-java-format, 120 columns. {@code make format} applies it ({@code mvn test
 * -Dtest=FormatTest -Dformat=apply}). It runs as a test, because the JDK that runs Maven may be older than the language
 * of the sources.
 */
class FormatTest {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(Style.PALANTIR)
            .formatJavadoc(true)
            .build());
    private static final String HINT =
            " (in record patterns it needs 'var _' for '_'; it takes no parameter called 'sealed')";
    private static final boolean APPLY = "apply".equals(System.getProperty("format"));

    @Test
    void sources_are_formatted() throws IOException {
        List<String> unformatted = new ArrayList<>();
        for (Path file : sources()) {
            String written = Files.readString(file);
            String formatted = formatted(file, written);
            if (!formatted.equals(written)) {
                unformatted.add(file.toString());
                if (APPLY) {
                    Files.writeString(file, formatted);
                }
            }
        }
        if (!APPLY) {
            assertThat(unformatted).as("not formatted: run 'make format'").isEmpty();
        }
    }

    /** The rules of shell stand in {@code .editorconfig}, where shfmt finds them. */
    @Test
    void shell_is_formatted() throws Exception {
        Needed.programs("shfmt");
        List<String> command = new ArrayList<>(List.of("/usr/bin/shfmt", "-l"));
        command.addAll(List.of(
                "hitless",
                ".ci/run",
                "lab/lab",
                "lab/demo",
                "lab/builds",
                "lab/oracle",
                "lab/compat",
                "lab/survey",
                "lab/hitless-proof",
                "lab/run-host"));
        command.addAll(List.of("lab/lib", "agent-scripts", "controller/src/packaging"));
        Process shfmt = new ProcessBuilder(command)
                .directory(new File(".."))
                .redirectErrorStream(true)
                .start();
        String unformatted = new String(shfmt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(unformatted).as("not formatted: run 'make format'").isEmpty();
    }

    private static String formatted(Path file, String source) {
        try {
            return FORMATTER.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            throw new AssertionError("cannot format " + file + ": " + e.getMessage() + HINT, e);
        }
    }

    private static List<Path> sources() throws IOException {
        return SpecFiles.below(Path.of("src"), ".java");
    }
}
