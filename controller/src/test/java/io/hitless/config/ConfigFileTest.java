package io.hitless.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of an {@code ansible.cfg}. */
class ConfigFileTest {
    @TempDir
    private Path directory;

    private ConfigFile read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve("ansible.cfg"), text));
    }

    private String value(String text) throws IOException {
        return read("[defaults]\n" + text).entries().get("defaults").get("key").value();
    }

    @Test
    void a_value_stands_behind_an_equals_sign_or_a_colon() throws IOException {
        assertThat(value("key=a")).isEqualTo("a");
        assertThat(value("KEY : a = b")).isEqualTo("a = b");
        assertThat(value("key =")).isEmpty();
    }

    @Test
    void an_indented_line_continues_the_value_above() throws IOException {
        assertThat(value("key = a\n  b\n\n  c\nother = d")).isEqualTo("a\nb\nc");
        assertThat(value("  key = a\n    b\n  other = d")).isEqualTo("a\nb");
    }

    @Test
    void a_semicolon_begins_a_comment_behind_a_blank_only_and_a_hash_on_a_line_of_its_own() throws IOException {
        assertThat(value("key = a ; b")).isEqualTo("a");
        assertThat(value("key = a;b")).isEqualTo("a;b");
        assertThat(value("key = a # b")).isEqualTo("a # b");
        assertThat(value("# key = b\n  # c\n; d\nkey = a")).isEqualTo("a");
    }

    @Test
    void an_entry_is_found_by_its_section_and_key_and_knows_its_place() throws IOException {
        ConfigFile file = read("[a]\nkey = 1\n[b]\n key = 2\n");
        ConfigFile.Entry entry = file.entry(new Setting.Key("b", "key"));
        assertThat(entry).isNotNull().extracting(ConfigFile.Entry::value).isEqualTo("2");
        assertThat(entry.at().line()).isEqualTo(4);
        assertThat(entry.at().column()).isEqualTo(2);
        assertThat(file.entry(new Setting.Key("b", "none"))).isNull();
        assertThat(file.entry(new Setting.Key("none", "key"))).isNull();
        assertThat(file.path()).isEqualTo(directory.resolve("ansible.cfg"));
    }

    @ParameterizedTest
    @CsvSource({
        "'key = 1', 1, this line is in no section",
        "'[a]\nkey', 2, this line has no value",
        "'[a]\n= 1', 2, this line has no value",
        "'[a]\nk = 1\nK = 2', 3, '''k'' occurs twice'",
        "'[a]\n[b]\n[a]', 3, the section [a] occurs twice"
    })
    void what_cannot_be_read_is_an_error_at_its_line(String text, int line, String why) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.what()).isEqualTo(why);
            assertThat(error.span())
                    .isNotNull()
                    .satisfies(at -> assertThat(at.line()).isEqualTo(line));
        });
    }
}
