package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables of the book say what to do about an error. Whoever searches for the error's text must find it there. */
class QuotedErrorsTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /** Where a quote is put together from several texts: at {@code …}, {@code USER}, a list. */
    private static final Pattern PLACEHOLDER = Pattern.compile("…|[():]|\\b[A-Z]{4,}\\b|tried|10\\.0 s");

    @Test
    void errors_of_ssh_are_quoted_as_they_are_printed() throws IOException {
        String source =
                texts("controller/src/main/java/io/hitless/transport", "controller/src/main/java/io/hitless/agent");
        for (String row : table("docs/ssh.md", "| error | what to do |")) {
            SPAN.matcher(cell(row)).results().map(MatchResult::group).forEach(quote -> assertQuoted(source, quote));
        }
    }

    @Test
    void errors_of_haproxy_config_are_quoted_as_they_are_printed() throws IOException {
        String source = texts("agent-scripts/parts");
        for (String row : table("docs/haproxy.md", "| the error says |")) {
            assertQuoted(source, cell(row));
        }
    }

    private static void assertQuoted(String source, String quote) {
        for (String part : PLACEHOLDER.split(quote.replace("`", ""), -1)) {
            assertThat(source).as(quote).contains(part.strip());
        }
    }

    private static String cell(String row) {
        return row.split("\\|", -1)[1].strip();
    }

    /** The rows of the table with this head. */
    private static List<String> table(String page, String head) throws IOException {
        List<String> lines = Files.readAllLines(HOME.resolve(page));
        List<String> rows = new ArrayList<>();
        int at = lines.indexOf(
                lines.stream().filter(line -> line.startsWith(head)).findFirst().orElseThrow());
        for (int i = at + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            rows.add(lines.get(i));
        }
        assertThat(rows).as(head).isNotEmpty();
        return rows;
    }

    /** The sources in these directories, without the seams of texts that go over several lines. */
    private static String texts(String... directories) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String directory : directories) {
            try (Stream<Path> files = Files.list(HOME.resolve(directory))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }
}
