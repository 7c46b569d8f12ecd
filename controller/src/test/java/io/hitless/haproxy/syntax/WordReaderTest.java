package io.hitless.haproxy.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.haproxy.SampleConfigs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words, as HAProxy's manual has them in its chapter on quoting and escaping. */
class WordReaderTest {
    private static List<ConfigWord> read(String line) throws WordReader.Fault {
        return new WordReader(line, new ConfigPlace("f", 1, 1)).read();
    }

    private static String words(String line) throws WordReader.Fault {
        return String.join("|", read(line).stream().map(ConfigWord::text).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        a b  c             ~ a|b|c
        a\\ b c            ~ a b|c
        a"b c"d 'e f'g     ~ ab cd|e fg
        a#b                ~ a
        a\\#b '#' "#"      ~ a#b|#|#
        it\\'s \\"x\\"     ~ it's|"x"
        "it's" 'say "x"'   ~ it's|say "x"
        "a\\"b" 'a\\'      ~ a"b|a\\
        \\\\ "\\\\" '\\\\' ~ \\|\\|\\\\
        \\1 "\\1" \\q      ~ \\1|\\1|\\q
        \\x41\\x20b        ~ A b
        "\\x41" '\\x41'    ~ A|\\x41
        $A "$A" '$A'       ~ $A|${A}|$A
        "\\$A" \\$A        ~ $A|\\$A
        ${A} "${A}b"       ~ ${A}|${A}b
        "x${A[*]}"         ~ x${A[*]}
        "${A-b c}d"        ~ ${A-b c}d
        "${A-}"            ~ ${A-}
        "${.LINE}:$.FILE"  ~ ${.LINE}:${.FILE}
        "$A_1b-c"          ~ ${A_1b}-c
        "" ''              ~ |
        """)
    void a_line_has_these_words(String line, String words) throws WordReader.Fault {
        assertThat(words(line)).isEqualTo(words);
    }

    @Test
    void blanks_are_spaces_tabs_and_their_like_and_a_carriage_return_ends_the_line() throws WordReader.Fault {
        assertThat(words("a\tb\u000bc\fd e\rf\n")).isEqualTo("a|b|c|d|e");
        assertThat(words("a\\tb \"\\n\" \\r")).isEqualTo("a\tb|\n|\r");
    }

    @Test
    void a_variable_stays_one() throws WordReader.Fault {
        assertThat(read("\"a${B-c}\"").getFirst().parts())
                .containsExactly(new WordPart.Text("a"), new WordPart.Variable("B", false, "c"));
        assertThat(read("'${B}'").getFirst().isLiteral()).isTrue();
        assertThat(read("'${B}'").getFirst().meansTheSameAs(read("\"${B}\"").getFirst()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        ab "c d   ~ 4  ~ this quote is not closed
        ab 'c d   ~ 4  ~ this quote is not closed
        a \\x4    ~ 3  ~ \\x needs two hexadecimal digits
        a \\xg0   ~ 3  ~ \\x needs two hexadecimal digits
        a "$1"    ~ 4  ~ a variable has no such name
        a "$"     ~ 4  ~ a variable has no such name
        a "${A"   ~ 4  ~ this variable has no closing brace
        a "${A-b" ~ 4  ~ this variable has no closing brace
        a "${A[1]}" ~ 7 ~ only [*] may follow the name of a variable
        """)
    void a_line_that_can_not_be_read_says_where_and_why(String line, int column, String why) {
        assertThatThrownBy(() -> read(line)).isInstanceOfSatisfying(WordReader.Fault.class, fault -> {
            assertThat(fault.place().column()).isEqualTo(column);
            assertThat(fault.what()).isEqualTo(why);
        });
    }

    /** HAProxy 2.7 and later prints the words that it reads. Runs where {@code -Dhaproxy.words=PROGRAM} names one. */
    @Test
    void haproxy_reads_the_same_words(@TempDir Path dir) throws IOException, InterruptedException {
        String program = System.getProperty("haproxy.words");
        Assumptions.assumeTrue(program != null);
        for (Map.Entry<String, byte[]> sample : SampleConfigs.ours().entrySet()) {
            List<String> ours = new ArrayList<>();
            for (ConfigSection section :
                    HaproxyFile.read(sample.getKey(), sample.getValue()).sections()) {
                for (ConfigLine line : section.lines()) {
                    if (!(line instanceof ConfigLine.Directive)
                            && line.words().stream().allMatch(ConfigWord::isLiteral)) {
                        ours.add(String.join(
                                " ", line.words().stream().map(ConfigWord::text).toList()));
                    }
                }
            }
            ours.removeIf(String::isBlank);
            if (new String(sample.getValue(), StandardCharsets.ISO_8859_1).contains(" \"\" ")) {
                continue; // it prints what it ignores behind an empty word
            }
            Path file = Files.write(dir.resolve(sample.getKey()), sample.getValue());
            Process haproxy = new ProcessBuilder(String.valueOf(program), "-dC", "-c", "-f", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(haproxy.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            haproxy.waitFor();
            List<String> theirs = said.lines().map(String::strip).toList();

            assertThat(theirs)
                    .as(sample.getKey())
                    .containsAll(ours.stream()
                            .map(line -> new String(ConfigBytes.bytes(line), StandardCharsets.ISO_8859_1))
                            .flatMap(String::lines)
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList());
        }
    }
}
