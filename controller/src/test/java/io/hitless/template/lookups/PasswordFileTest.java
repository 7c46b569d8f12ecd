package io.hitless.template.lookups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    @TempDir
    private Path directory;

    @Test
    void a_file_of_ansible_has_password_salt_and_ident() {
        assertThat(PasswordFile.parse("plain\n")).isEqualTo(new PasswordFile("plain", null, null));
        assertThat(PasswordFile.parse("a b salt=xyz\n")).isEqualTo(new PasswordFile("a b", "xyz", null));
        assertThat(PasswordFile.parse("a salt=b salt=xyz ident=2b\n"))
                .isEqualTo(new PasswordFile("a salt=b", "xyz", "2b"));
    }

    @Test
    void what_is_written_is_read_again_and_for_its_owner_alone() throws IOException {
        Path file = directory.resolve("deep/er/pw");
        PasswordFile password = PasswordFile.parse("secret").forHash("bcrypt", null);

        password.write(file);

        assertThat(PasswordFile.parse(Files.readString(file))).isEqualTo(password);
        assertThat(password.ident()).isEqualTo("2b");
        assertThat(password.salt()).hasSize(22);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
    }

    @Test
    void a_salt_that_is_there_stays() {
        PasswordFile kept = new PasswordFile("secret", "abcdefgh", null);

        assertThat(kept.forHash("md5_crypt", null)).isEqualTo(kept);
        assertThat(PasswordFile.parse("secret").forHash("sha512_crypt", null).salt())
                .hasSize(16);
    }

    @Test
    void another_ident_than_the_kept_one_is_refused() {
        assertThatThrownBy(() -> new PasswordFile("secret", "x", "2b").forHash("bcrypt", "2a"))
                .hasMessage("the password is kept with the ident '2b', not '2a'");
    }

    @Test
    void a_method_that_is_not_known_is_refused_before_anything_is_kept() {
        assertThatThrownBy(() -> PasswordFile.parse("secret").forHash("nosuch", null))
                .hasMessageContaining("password_hash knows no 'nosuch'");
    }

    @Test
    void what_cannot_be_stored_leaves_no_file_behind() throws IOException {
        Path file = Files.createDirectory(directory.resolve("pw"));
        Files.createFile(file.resolve("in the way"));

        assertThatThrownBy(() -> PasswordFile.parse("secret").write(file))
                .hasMessageContaining("cannot keep the password in " + file);

        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }
}
