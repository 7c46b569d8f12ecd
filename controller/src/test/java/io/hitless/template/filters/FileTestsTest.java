package io.hitless.template.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.Language;
import io.hitless.template.eval.EmptyScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of files, and what lookups and filters find and keep in them. */
class FileTestsTest {
    private static final Language LANGUAGE = Language.plain();

    @TempDir
    Path dir;

    @BeforeEach
    void files_of_each_kind() throws IOException {
        Files.writeString(dir.resolve("file"), "text");
        Files.writeString(dir.resolve("vaulted"), "$ANSIBLE_VAULT;1.1;AES256\n00\n");
        Files.createDirectory(dir.resolve("directory"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
    }

    private @Nullable Object value(String expression) {
        String text = "{{ " + expression.replace("DIR", dir.toString()) + " }}";
        return LANGUAGE.template(MappedText.verbatim(Span.whole(new SourceFile("spec", text))))
                .resolve(new EmptyScope(List.of(dir), (_, content) -> content));
    }

    @ParameterizedTest
    @CsvSource({
        "file,file",
        "directory,directory",
        "exists,'file directory link vaulted'",
        "link,'link dangling'",
        "link_exists,'file directory link dangling vaulted'",
        "vaulted_file,vaulted"
    })
    void a_test_holds_for_the_files_of_its_kind(String test, String names) {
        for (String name : List.of("file", "directory", "link", "dangling", "vaulted", "nosuch")) {
            boolean readable = List.of("file", "vaulted").contains(name);
            if (readable || !test.equals("vaulted_file")) {
                boolean followed =
                        test.equals("file") && List.of("link", "vaulted").contains(name);
                assertThat(value("'DIR/" + name + "' is " + test))
                        .as(name)
                        .isEqualTo(followed || List.of(names.split(" ")).contains(name));
            }
        }
    }

    @Test
    void a_path_is_absolute_or_not() {
        assertThat(value("'/etc' is abs")).isEqualTo(true);
        assertThat(value("'etc' is abs")).isEqualTo(false);
    }

    @Test
    void two_names_of_one_file_are_the_same_file() {
        assertThat(value("'DIR/link' is same_file('DIR/file')")).isEqualTo(true);
        assertThat(value("'DIR/vaulted' is same_file('DIR/file')")).isEqualTo(false);
        assertThatThrownBy(() -> value("'DIR/nosuch' is same_file('DIR/file')")).hasMessageContaining("can't compare");
    }

    @Test
    void the_root_is_a_mount_and_an_ordinary_directory_is_none() {
        assertThat(value("'/' is mount")).isEqualTo(true);
        assertThat(value("'/proc' is mount")).isEqualTo(true);
        assertThat(value("'DIR/directory' is mount")).isEqualTo(false);
        assertThat(value("'DIR/nosuch' is mount")).isEqualTo(false);
    }

    @Test
    void a_file_that_is_not_there_can_not_be_looked_into() {
        assertThatThrownBy(() -> value("'DIR/nosuch' is vaulted_file")).hasMessageContaining("cannot read");
    }

    @Test
    void a_password_is_made_up_once_and_kept_for_its_owner_alone() throws IOException {
        Object first = value("lookup('password', 'DIR/secrets/db length=12')");
        assertThat(String.valueOf(first)).hasSize(12);
        Path kept = dir.resolve("secrets/db");
        assertThat(kept).hasContent(first + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(value("lookup('password', 'DIR/secrets/db')")).isEqualTo(first);
        Files.writeString(kept, "from ansible salt=abc ident=2b\nmore\n");
        assertThat(value("lookup('password', 'DIR/secrets/db')")).isEqualTo("from ansible");
    }
}
